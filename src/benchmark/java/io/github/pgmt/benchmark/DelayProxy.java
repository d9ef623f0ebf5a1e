package io.github.pgmt.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A wire that is longer than this machine's: a proxy on the loopback interface that hands on every byte, in either
 * direction, half the delay after it came. What comes meanwhile is delayed as long and no longer: it has the bandwidth of
 * the loopback interface.
 */
final class DelayProxy implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    /** So that a sender that is faster than the receiver does not fill the heap. */
    private static final int PARCELS_UNDERWAY = 1024;

    /** Bytes, and when they arrive; none at the end of the stream. */
    private record Parcel(long dueNanos, byte[] bytes) {}

    private final ServerUrl server;
    private final long oneWayNanos;
    private final ServerSocket socket;

    private DelayProxy(ServerUrl server, double roundTripMillis) throws IOException {
        this.server = server;
        this.oneWayNanos = Math.round(roundTripMillis * 1e6 / 2);
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts one before this server. */
    static DelayProxy before(ServerUrl server, double roundTripMillis) throws IOException {
        DelayProxy proxy = new DelayProxy(server, roundTripMillis);
        start("accept", proxy::accept);
        return proxy;
    }

    /** The server behind the wire. */
    ServerUrl url() {
        return server.at("127.0.0.1", socket.getLocalPort());
    }

    private void accept() throws IOException {
        while (!socket.isClosed()) {
            Socket client = socket.accept();
            Socket behind = new Socket(server.host(), server.port());
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            connect(client, behind);
            connect(behind, client);
        }
    }

    private void connect(Socket from, Socket to) {
        BlockingQueue<Parcel> wire = new LinkedBlockingQueue<>(PARCELS_UNDERWAY);
        start("in", () -> read(from, wire));
        start("out", () -> write(wire, to));
    }

    private void read(Socket from, BlockingQueue<Parcel> wire) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                wire.put(new Parcel(System.nanoTime() + oneWayNanos, Arrays.copyOf(buffer, length)));
            }
        } finally {
            wire.put(new Parcel(System.nanoTime() + oneWayNanos, new byte[0]));
        }
    }

    private static void write(BlockingQueue<Parcel> wire, Socket to) throws IOException, InterruptedException {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Parcel parcel = wire.take(); parcel.bytes().length > 0; parcel = wire.take()) {
                for (long left = left(parcel); left > 0; left = left(parcel)) {
                    LockSupport.parkNanos(left);
                }
                out.write(parcel.bytes());
            }
        }
    }

    private static long left(Parcel parcel) {
        return parcel.dueNanos() - System.nanoTime();
    }

    private static void start(String name, Measurement.Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side hung up, or the proxy was closed: the other side notices by itself.
                        return;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                "wire-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
