package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The server that a data directory says it belongs to. It may be long gone.
 *
 * @param pid its process; 0 when the directory does not say it in full
 */
record Postmaster(Path data, long pid, int port) {

    /** The server that holds the directory, or held it when it was killed. */
    static Optional<Postmaster> of(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(pidFile(data), StandardCharsets.ISO_8859_1);
            return Optional.of(lines.size() < 4 ? incomplete(data) : new Postmaster(data, pid(lines), port(lines)));
        } catch (NumberFormatException e) {
            return Optional.of(incomplete(data));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Postmaster incomplete(Path data) {
        return new Postmaster(data, 0, 0);
    }

    private static long pid(List<String> lines) {
        return Long.parseLong(lines.get(0).strip());
    }

    private static int port(List<String> lines) {
        return Integer.parseInt(lines.get(3).strip());
    }

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    /** Whether it takes connections, and is not another server that got the port later. */
    boolean answers() throws IOException {
        if (port == 0) {
            return false;
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery("SHOW data_directory")) {
            return setting.next() && Files.isSameFile(Path.of(setting.getString(1)), data);
        } catch (SQLException | NoSuchFileException e) {
            return false;
        }
    }

    Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setLoginTimeout(10);
        return source.getConnection();
    }

    /**
     * Whether its process runs. A process of another program that got the number later does not count, nor does one that
     * ended and that nobody waited for; PostgreSQL itself would take both for a live server and not start.
     */
    boolean isAlive() {
        return pid > 0
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .flatMap(process -> process.info().command())
                        .filter(command ->
                                Path.of(command).getFileName().toString().startsWith("postgres"))
                        .isPresent();
    }

    /** Removes what a killed server left behind. */
    void forget() throws IOException {
        Files.deleteIfExists(pidFile(data));
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }
}
