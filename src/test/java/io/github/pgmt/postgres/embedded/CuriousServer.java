package io.github.pgmt.postgres.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Another user's program at a port where PostgreSQL is expected: it asks whoever connects for the password as it is. */
final class CuriousServer implements AutoCloseable {

    private static final int SSL_OR_GSS_REQUEST = 8;
    private static final int CLEARTEXT_PASSWORD = 3;

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName("localhost"));
    private final CompletableFuture<String> heard = CompletableFuture.supplyAsync(this::listen);

    CuriousServer() throws IOException {}

    int port() {
        return listening.getLocalPort();
    }

    /** What the first client that began a session said when it was asked; empty if nothing. */
    String heard() {
        return heard.join();
    }

    private String listen() {
        try (Socket client = listening.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            int length = in.readInt();
            while (length == SSL_OR_GSS_REQUEST) {
                in.readInt();
                out.write('N');
                length = in.readInt();
            }
            in.readNBytes(length - Integer.BYTES);
            out.write('R');
            out.writeInt(2 * Integer.BYTES);
            out.writeInt(CLEARTEXT_PASSWORD);
            return in.read() < 0
                    ? ""
                    : new String(in.readNBytes(in.readInt() - Integer.BYTES), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
