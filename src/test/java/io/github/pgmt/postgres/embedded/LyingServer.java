package io.github.pgmt.postgres.embedded;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another user's program at a port of PostgreSQL's: it lets in everybody, and says that it has a certain data directory. */
final class LyingServer implements AutoCloseable {

    private static final int SSL_OR_GSS_REQUEST = 8;
    private static final int TEXT = 25;

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName("localhost"));
    private final Path claimed;
    private volatile boolean asked;

    LyingServer(Path claimed) throws IOException {
        this.claimed = claimed;
        Thread thread = new Thread(this::listen, "lying-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Whether a client believed it and sent a statement. */
    boolean wasAsked() {
        return asked;
    }

    private void listen() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                serve(new DataInputStream(client.getInputStream()), new DataOutputStream(client.getOutputStream()));
            } catch (IOException e) {
                // The client is gone, or the test over.
                continue;
            }
        }
    }

    private void serve(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        while (length == SSL_OR_GSS_REQUEST) {
            in.readInt();
            out.write('N');
            length = in.readInt();
        }
        in.readNBytes(length - Integer.BYTES);
        send(out, 'R', new byte[Integer.BYTES]);
        for (String setting :
                new String[] {"server_version\00018.0\0", "client_encoding\0UTF8\0", "DateStyle\0ISO\0"}) {
            send(out, 'S', setting);
        }
        send(out, 'Z', "I");
        boolean described = false;
        for (int type = in.read(); type >= 0; type = in.read()) {
            in.readNBytes(in.readInt() - Integer.BYTES);
            if (type == 'P' || type == 'Q') {
                asked = true;
            }
            if (type == 'Q') {
                send(out, 'C', "SET\0");
                send(out, 'Z', "I");
            }
            described |= type == 'D';
            if (type == 'S') {
                answer(out, described);
                described = false;
            }
        }
    }

    /** What the driver sets is not described, and has no rows. */
    private void answer(DataOutputStream out, boolean described) throws IOException {
        send(out, '1', "");
        send(out, '2', "");
        if (described) {
            sendDirectory(out);
        }
        send(out, 'C', described ? "SHOW\0" : "SET\0");
        send(out, 'Z', "I");
    }

    private void sendDirectory(DataOutputStream out) throws IOException {
        ByteArrayOutputStream description = new ByteArrayOutputStream();
        DataOutputStream column = new DataOutputStream(description);
        column.writeShort(1);
        column.write("data_directory\0".getBytes(StandardCharsets.UTF_8));
        column.writeInt(0);
        column.writeShort(0);
        column.writeInt(TEXT);
        column.writeShort(-1);
        column.writeInt(-1);
        column.writeShort(0);
        send(out, 'T', description.toByteArray());
        byte[] value = claimed.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        DataOutputStream cell = new DataOutputStream(row);
        cell.writeShort(1);
        cell.writeInt(value.length);
        cell.write(value);
        send(out, 'D', row.toByteArray());
    }

    private static void send(DataOutputStream out, char type, String body) throws IOException {
        send(out, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(DataOutputStream out, char type, byte... body) throws IOException {
        out.write(type);
        out.writeInt(Integer.BYTES + body.length);
        out.write(body);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
