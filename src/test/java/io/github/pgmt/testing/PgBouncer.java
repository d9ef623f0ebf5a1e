package io.github.pgmt.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.Driver;

/** PgBouncer before a test's database; closing ends it. */
public final class PgBouncer implements AutoCloseable {

    private static final String PROGRAM = "pgbouncer";

    private final Process process;
    private final TestDatabase behind;

    private PgBouncer(Process process, TestDatabase behind) {
        this.process = process;
        this.behind = behind;
    }

    /**
     * Starts it, or skips the test where the program is not on the PATH.
     *
     * @param settings lines of its section {@code [pgbouncer]}
     */
    public static PgBouncer before(TestDatabase database, Path directory, String... settings) throws IOException {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "No pgbouncer on the PATH: that pgmt tells it is not tested here");
        int port = freePort();
        Properties server = Driver.parseURL(database.url(), new Properties());
        Path configuration = directory.resolve("pgbouncer.ini");
        Files.write(configuration, configuration(server, port, settings));
        Process process = new ProcessBuilder(command(program.get(), configuration))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                .start();
        TestDatabase behind = TestDatabase.at(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + server.getProperty("PGDBNAME") + "?user=anybody");
        return new PgBouncer(process, behind).awaited(directory.resolve("pgbouncer.log"));
    }

    /** The database as one sees it through PgBouncer. */
    public TestDatabase database() {
        return behind;
    }

    private PgBouncer awaited(Path log) {
        try {
            Eventually.until("PgBouncer answers, see " + log, () -> !process.isAlive() || answers());
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(log));
            }
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw new IllegalStateException(e);
        }
    }

    /** Whether it takes connections; what it says to them is what the test is about. */
    private boolean answers() {
        try (Connection connection = new Driver().connect(behind.url(), new Properties())) {
            return connection != null;
        } catch (SQLException e) {
            return !"08001".equals(e.getSQLState());
        }
    }

    /** Anybody may come in, and is the test's role behind it. */
    private static List<String> configuration(Properties server, int port, String... settings) {
        String password = server.getProperty("password");
        List<String> lines = new ArrayList<>(List.of(
                "[databases]",
                "* = host=" + server.getProperty("PGHOST") + " port=" + server.getProperty("PGPORT") + " user="
                        + server.getProperty("user") + (password == null ? "" : " password=" + password),
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = any"));
        lines.addAll(List.of(settings));
        return lines;
    }

    /** It does not run as root; in a user namespace of its own it is nobody. */
    private static List<String> command(Path program, Path configuration) {
        Stream<String> wrapper =
                "root".equals(System.getProperty("user.name")) ? Stream.of("unshare", "-U") : Stream.empty();
        return Stream.concat(wrapper, Stream.of(program.toString(), configuration.toString()))
                .toList();
    }

    private static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
