package io.github.pgmt.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;

/** Connects as the JDK does, and remembers what pgjdbc told it, as the factories of cloud providers read it. */
public final class ToldSocketFactory extends SocketFactory {

    private static final List<Properties> TOLD = new CopyOnWriteArrayList<>();

    private final SocketFactory plain = SocketFactory.getDefault();

    public ToldSocketFactory(Properties properties) {
        TOLD.add(properties);
    }

    /** Those that were told this value of this parameter. */
    public static List<Properties> toldOf(String parameter, String value) {
        return TOLD.stream()
                .filter(properties -> value.equals(properties.getProperty(parameter)))
                .toList();
    }

    @Override
    public Socket createSocket() throws IOException {
        return plain.createSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return plain.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return plain.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return plain.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return plain.createSocket(host, port, local, localPort);
    }
}
