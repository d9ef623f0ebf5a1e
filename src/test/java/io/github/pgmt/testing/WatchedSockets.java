package io.github.pgmt.testing;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.SocketFactory;

/** The driver's sockets to a database, and a text that is sent over them, counted; and a sending can be made to fail. */
public final class WatchedSockets implements AutoCloseable {

    private static final Map<String, WatchedSockets> ALL = new ConcurrentHashMap<>();

    /** What is to go wrong, once. */
    private record Fault(Predicate<Thread> where, AtomicInteger sendingsBefore, Throwable thrown) {}

    private final String name = UUID.randomUUID().toString();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger found = new AtomicInteger();
    private volatile Optional<String> soughtAfter = Optional.empty();
    private volatile Fault fault;
    private volatile List<String> beforeTheLost = List.of();

    public WatchedSockets() {
        ALL.put(name, this);
    }

    /** The database over these sockets. */
    public TestDatabase of(TestDatabase database) {
        return database.with(
                "socketFactory=" + Factory.class.getName().replace("$", "%24") + "&socketFactoryArg=" + name);
    }

    /** How many were open at most at one time. */
    public int most() {
        return most.get();
    }

    /** How often this program has sent something. */
    public int sent() {
        return sent.get();
    }

    /** From now on counts the sendings with this text, which is in ASCII. */
    public void lookFor(String text) {
        found.set(0);
        soughtAfter = Optional.of(text);
    }

    /** How many there were. */
    public int found() {
        return found.get();
    }

    /** The sending after so many others of these threads throws this, and later ones do not. */
    public void failAfter(int sendings, Predicate<Thread> threads, Throwable thrown) {
        fault = new Fault(threads, new AtomicInteger(sendings), thrown);
    }

    /** Whether that has not come to pass yet. */
    public boolean isToFail() {
        return fault != null;
    }

    /** It is not to come to pass any more. */
    public void failNoMore() {
        fault = null;
    }

    /**
     * A connection over which all these texts, in ASCII, are sent at once is lost, once, when the server tells that it has committed
     * what they are in: it has, and nobody hears of it.
     */
    public void loseCommitOf(String... texts) {
        beforeTheLost = List.of(texts);
    }

    /** Whether that has not come to pass yet. */
    public boolean isToLose() {
        return !beforeTheLost.isEmpty();
    }

    private boolean isBeforeTheLost(String sent) {
        List<String> texts = beforeTheLost;
        return !texts.isEmpty() && texts.stream().allMatch(sent::contains);
    }

    private void lose() throws IOException {
        beforeTheLost = List.of();
        throw new SocketException("Connection reset");
    }

    @Override
    public void close() {
        ALL.remove(name);
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private void sending(byte[] bytes, int offset, int length) throws IOException {
        sent.incrementAndGet();
        soughtAfter
                .filter(text -> text(bytes, offset, length).contains(text))
                .ifPresent(text -> found.incrementAndGet());
        Fault due = fault;
        if (due == null
                || !due.where().test(Thread.currentThread())
                || due.sendingsBefore().getAndDecrement() != 0) {
            return;
        }
        fault = null;
        if (due.thrown() instanceof IOException lost) {
            throw lost;
        }
        if (due.thrown() instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) due.thrown();
    }

    /** Made by pgjdbc. */
    public static final class Factory extends SocketFactory {

        private final WatchedSockets sockets;

        public Factory(String name) {
            this.sockets = ALL.get(name);
        }

        @Override
        public Socket createSocket() {
            return new Watched(sockets);
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Watched extends Socket {

        private final WatchedSockets sockets;
        private volatile boolean losing;

        Watched(WatchedSockets sockets) {
            this.sockets = sockets;
            sockets.most.accumulateAndGet(sockets.open.incrementAndGet(), Math::max);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    sockets.sending(bytes, offset, length);
                    losing |= sockets.isBeforeTheLost(text(bytes, offset, length));
                    out.write(bytes, offset, length);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = in.read(bytes, offset, length);
                    if (losing && read > 0 && text(bytes, offset, read).contains("COMMIT\0")) {
                        losing = false;
                        sockets.lose();
                    }
                    return read;
                }
            };
        }

        @Override
        public synchronized void close() throws IOException {
            if (!isClosed()) {
                sockets.open.decrementAndGet();
            }
            super.close();
        }
    }
}
