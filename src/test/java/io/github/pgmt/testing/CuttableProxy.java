package io.github.pgmt.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire to a server that can stop passing bytes without ending its connections, as a firewall or a lost link does. */
public final class CuttableProxy implements AutoCloseable {

    private final ServerSocket entrance;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** @param port of a server on this machine */
    public CuttableProxy(int port) throws IOException {
        this.port = port;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Where to connect to instead. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing passes, in no direction, and nobody is told. */
    public void cut() {
        cut = true;
    }

    /** New connections pass again; those that were cut are ended on the server's side. */
    public void mend() {
        cut = false;
        sockets.forEach(CuttableProxy::close);
        sockets.clear();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(client);
                sockets.add(server);
                if (entrance.isClosed()) {
                    // It came while this was being closed.
                    close(client);
                    close(server);
                }
                start(() -> pass(client, server));
                start(() -> pass(server, client));
            } catch (IOException e) {
                // Somebody gave up, or this is closed.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!cut) {
                    out.write(buffer, 0, length);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // Its end is told to the other side below.
        }
        if (!cut) {
            close(from);
            close(to);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cuttable-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        mend();
    }
}
