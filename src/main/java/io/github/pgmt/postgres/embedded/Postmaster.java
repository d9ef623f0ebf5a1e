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
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The server that a data directory says it belongs to. It may be long gone.
 *
 * @param pid its process; 0 when the directory does not say it in full
 * @param password of its superuser; empty where the directory keeps none, as pgmt's earlier versions made them
 */
record Postmaster(Path data, long pid, int port, Optional<Password> password) {

    static final String SUPERUSER = "postgres";

    /**
     * Another user's program that has got the port could ask for the password as it is; the driver would tell it. With
     * SCRAM it learns nothing, and cannot let us in either: that takes the password's verifier.
     */
    static final String PASSWORD_DEMANDS = "requireAuth=scram-sha-256";

    /** Of a directory that is to be given a password, the server lets in everybody, or asks for one already. */
    private static final String OPEN_DEMANDS = PASSWORD_DEMANDS + ",none";

    /** The driver's word for a password that is missing or a way that is not allowed, and the server's two. */
    private static final Set<String> REFUSALS = Set.of("08004", "28P01", "28000");

    /** What one gets who connects. */
    enum Answer {
        /** Nothing, or another server's answer. */
        NONE,
        /** It wants a password, and not this one. */
        REFUSAL,
        OURS
    }

    /** The server that holds the directory, or held it when it was killed. */
    static Optional<Postmaster> of(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(pidFile(data), StandardCharsets.ISO_8859_1);
            Optional<Password> password = new PasswordFile(data).password();
            return Optional.of(
                    lines.size() < 4 ? incomplete(data) : new Postmaster(data, pid(lines), port(lines), password));
        } catch (NumberFormatException e) {
            return Optional.of(incomplete(data));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Postmaster incomplete(Path data) {
        return new Postmaster(data, 0, 0, Optional.empty());
    }

    /** The same by another password. */
    Postmaster with(Password other) {
        return new Postmaster(data, pid, port, Optional.of(other));
    }

    private static long pid(List<String> lines) {
        return Long.parseLong(lines.get(0).strip());
    }

    private static int port(List<String> lines) {
        return Integer.parseInt(lines.get(3).strip());
    }

    /** Of one that has a password. */
    EmbeddedLogin login() {
        return new EmbeddedLogin(port, SUPERUSER, password.orElseThrow().value());
    }

    private String address() {
        String demands = password.isPresent() ? PASSWORD_DEMANDS : OPEN_DEMANDS;
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=" + SUPERUSER + "&" + demands;
    }

    boolean answers() throws IOException {
        return answer() == Answer.OURS;
    }

    /** Whether it takes our connections, and is not another server that got the port later. */
    Answer answer() throws IOException {
        // Where the server is gone, whoever answers is another program, whatever it claims.
        if (port == 0 || !isAlive()) {
            return Answer.NONE;
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery("SHOW data_directory")) {
            return setting.next() && Files.isSameFile(Path.of(setting.getString(1)), data) ? Answer.OURS : Answer.NONE;
        } catch (SQLException e) {
            return REFUSALS.contains(e.getSQLState()) && isAlive() ? Answer.REFUSAL : Answer.NONE;
        } catch (NoSuchFileException e) {
            return Answer.NONE;
        }
    }

    Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address());
        // Without one the driver would look for it in the user's own files.
        source.setPassword(password.map(Password::value).orElse("none"));
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
