package io.github.pgmt.postgres.connection;

import io.github.pgmt.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGProperty;

/**
 * Stands between the driver and a real server as PgBouncer does: it names a process of its own, may drop start-up
 * options, and may have one session at the server for all its clients, which have to take turns at it.
 */
public final class FakePooler implements AutoCloseable {

    /** What it does besides naming its own process. */
    public enum Mode {
        SESSION,
        SESSION_WITHOUT_OPTIONS,
        TRANSACTION
    }

    private static final int OWN_PROCESS = 1;

    private final Mode mode;
    private final URI server;
    private final String url;
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();
    private final ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    private Socket shared;
    private volatile DataOutputStream turn;

    public FakePooler(TestDatabase database, Mode mode) throws IOException {
        this.mode = mode;
        this.server = URI.create(database.url().substring("jdbc:".length()));
        String address = server.getHost() + ":" + server.getPort();
        this.url = database.url().replace(address, "localhost:" + listening.getLocalPort())
                + (database.url().contains("?") ? "&" : "?")
                + PGProperty.SSL_MODE.getName() + "=disable&" + PGProperty.GSS_ENC_MODE.getName() + "=disable&"
                // Of several clients of one session, the first alone is asked for a password.
                + PGProperty.REQUIRE_AUTH.getName() + "=scram-sha-256,none";
        start(this::accept);
    }

    public String url() {
        return url;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A connection that is closed at either end is the end of the work. */
    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two ends has closed the connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = remember(listening.accept());
            start(() -> serve(client));
        }
    }

    private synchronized Socket remember(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private void serve(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        byte[] startup = in.readNBytes(in.readInt() - Integer.BYTES);
        Socket backend = mode == Mode.TRANSACTION ? sharedBackend(startup, out) : backend(startup, out);
        DataOutputStream toServer = new DataOutputStream(backend.getOutputStream());
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
            if (type == 'X' && mode == Mode.TRANSACTION) {
                return;
            }
            turn = out;
            send(toServer, type, body);
        }
        backend.close();
    }

    /** The second client is greeted as the first was. */
    private synchronized Socket sharedBackend(byte[] startup, DataOutputStream out) throws IOException {
        if (shared == null) {
            shared = backend(startup, out);
        } else {
            out.write(greeting.toByteArray());
            out.flush();
        }
        return shared;
    }

    private Socket backend(byte[] startup, DataOutputStream out) throws IOException {
        Socket backend = remember(new Socket(server.getHost(), server.getPort()));
        byte[] sent = mode == Mode.SESSION_WITHOUT_OPTIONS ? withoutOptions(startup) : startup;
        DataOutputStream toServer = new DataOutputStream(backend.getOutputStream());
        toServer.writeInt(sent.length + Integer.BYTES);
        toServer.write(sent);
        toServer.flush();
        turn = out;
        start(() -> relay(new DataInputStream(backend.getInputStream()), out));
        return backend;
    }

    private void relay(DataInputStream fromServer, DataOutputStream first) throws IOException {
        boolean greeted = false;
        for (int type = fromServer.read(); type >= 0; type = fromServer.read()) {
            byte[] body = fromServer.readNBytes(fromServer.readInt() - Integer.BYTES);
            if (type == 'K') {
                ByteBuffer.wrap(body).putInt(OWN_PROCESS);
            }
            boolean isPartOfAuthentication =
                    type == 'R' && ByteBuffer.wrap(body).getInt() != 0;
            if (!greeted && !isPartOfAuthentication) {
                send(new DataOutputStream(greeting), type, body);
            }
            greeted |= type == 'Z';
            send(mode == Mode.TRANSACTION ? turn : first, type, body);
        }
    }

    private static void send(DataOutputStream out, int type, byte[] body) throws IOException {
        out.write(type);
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
        out.flush();
    }

    /** The protocol's version, then names and values with a zero byte after each. */
    private static byte[] withoutOptions(byte[] startup) {
        String text = new String(startup, Integer.BYTES, startup.length - Integer.BYTES, StandardCharsets.ISO_8859_1);
        byte[] rest = text.replaceFirst("(^|\0)options\0[^\0]*\0", "$1").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(Integer.BYTES + rest.length)
                .put(startup, 0, Integer.BYTES)
                .put(rest)
                .array();
    }

    @Override
    public synchronized void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
