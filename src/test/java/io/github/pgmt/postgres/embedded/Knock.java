package io.github.pgmt.postgres.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a server wants of somebody who comes without a password, by PostgreSQL's protocol. */
enum Knock {
    LET_IN,
    PASSWORD_BY_SCRAM,
    SOMETHING_ELSE,
    TURNED_AWAY;

    private static final int PROTOCOL = 3 << 16;
    private static final int AUTHENTICATION_OK = 0;
    private static final int AUTHENTICATION_SASL = 10;

    /** By TCP at an address of this machine, which may be one of IPv6. */
    static Knock at(String host, int port, String... parameters) throws IOException {
        return at(new InetSocketAddress(InetAddress.getByName(host), port), parameters);
    }

    /** By the socket file that a server on this port has in the directory. */
    static Knock locally(Path directory, int port) throws IOException {
        return at(UnixDomainSocketAddress.of(directory.resolve(".s.PGSQL." + port)), "database", "postgres");
    }

    private static Knock at(SocketAddress address, String... parameters) throws IOException {
        byte[] names =
                ("user\0postgres\0" + String.join("\0", parameters) + "\0\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer startup = ByteBuffer.allocate(2 * Integer.BYTES + names.length);
        startup.putInt(startup.capacity()).putInt(PROTOCOL).put(names).flip();
        try (SocketChannel channel = SocketChannel.open(address)) {
            channel.write(startup);
            DataInputStream answer = new DataInputStream(Channels.newInputStream(channel));
            if (answer.read() != 'R') {
                return TURNED_AWAY;
            }
            answer.readInt();
            return switch (answer.readInt()) {
                case AUTHENTICATION_OK -> LET_IN;
                case AUTHENTICATION_SASL -> PASSWORD_BY_SCRAM;
                default -> SOMETHING_ELSE;
            };
        }
    }
}
