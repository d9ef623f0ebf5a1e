package io.github.pgmt.postgres;

import io.github.pgmt.migration.DatabaseUnavailableException;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Retrying;
import io.github.pgmt.migration.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections to the database. Every connection is a new one: a pooled connection would carry a tenant's session
 * state to the next. Settings are start-up options, so that no changeset's {@code RESET} undoes them (PostgreSQL, "Server
 * Configuration", "Parameter Interaction via the SQL Shell").
 */
public final class Server {

    /**
     * The run's time limits.
     *
     * @param lockTimeout how long a statement waits for a lock; zero is without limit
     * @param statementTimeout how long a statement may run; zero is without limit
     * @param silence after how long without any answer of the server its connections are taken for lost
     * @param connectRetries how often what only reads is begun again after its connection was lost
     */
    public record Timeouts(Duration lockTimeout, Duration statementTimeout, Duration silence, int connectRetries) {

        private static final Duration SILENCE = Duration.ofSeconds(60);

        public Timeouts {
            Objects.requireNonNull(lockTimeout, "lockTimeout is null");
            Objects.requireNonNull(statementTimeout, "statementTimeout is null");
            Objects.requireNonNull(silence, "silence is null");
        }

        /** Of a run that has the usual patience with the network. */
        public Timeouts(Duration lockTimeout, Duration statementTimeout) {
            this(lockTimeout, statementTimeout, SILENCE, Retrying.CONNECT_RETRIES);
        }

        /** The same with another number of retries. */
        public Timeouts withConnectRetries(int retries) {
            return new Timeouts(lockTimeout, statementTimeout, silence, retries);
        }
    }

    /** {@code client_connection_check_interval}: how soon the server ends what a killed client left running. */
    private static final String CHECK_INTERVAL = "client_connection_check_interval=500ms";

    private static final Duration LONGEST_SHORT = Duration.ofSeconds(10);

    /** Seconds in which an answer must come to the few short statements that prepare a session. */
    private static final String PREPARING = "60";

    /** Seconds in which something of an answer must come to whoever reads about many tenants. */
    private static final String READING = "600";

    private static final Duration LOOKING_LOCK_TIMEOUT = Duration.ofSeconds(5);

    private final DatabaseAddress address;
    private final RunId runId;
    private final Timeouts timeouts;
    private final boolean checksClients;
    private final OwnTransactions transactions;

    /** Seconds; 0 is without limit. */
    private final int usersSocketTimeout;

    private Server(
            DatabaseAddress address, RunId runId, Timeouts timeouts, boolean checksClients, boolean tellsTransactions) {
        this.address = address;
        this.runId = runId;
        this.timeouts = timeouts;
        this.checksClients = checksClients;
        this.transactions = new OwnTransactions(tellsTransactions);
        PGSimpleDataSource ofUser = new PGSimpleDataSource();
        ofUser.setUrl(address.url());
        this.usersSocketTimeout = ofUser.getSocketTimeout();
    }

    /**
     * Connects once, to learn what the server can do.
     *
     * @throws DatabaseUnavailableException when it cannot be reached or refuses us
     */
    public static Server connect(DatabaseAddress address, RunId runId, Timeouts timeouts) {
        Server plain = new Server(address, runId, timeouts, false, false);
        try (Connection connection = plain.open("start")) {
            return new Server(
                    address, runId, timeouts, canCheckClients(connection), TransactionEnd.isToldBy(connection));
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "Cannot connect to " + address.display() + ": " + SqlErrors.describe(e) + " "
                            + ConnectionAdvice.of(e, address)
                                    .orElse("Check -Dpgmt.url, -Dpgmt.username and the password (-Dpgmt.serverId, "
                                            + "PGMT_PASSWORD)."),
                    e);
        }
    }

    /** A server on a platform without the means (Windows) refuses the setting, even as a start-up option. */
    private static boolean canCheckClients(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET " + CHECK_INTERVAL.replace("=", "='") + "'");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** The database's JDBC URL without secrets. */
    public String display() {
        return address.display();
    }

    /** The failure of a tenant that gets no connection. */
    Failure noConnection(SQLException e) {
        Failure failure = SqlErrors.failure(Failure.Kind.CONNECTION, "Cannot connect to " + display(), e);
        return ConnectionAdvice.of(e, address).map(failure::and).orElse(failure);
    }

    RunId runId() {
        return runId;
    }

    /** In which the run wrote over this server's connections. */
    OwnTransactions transactions() {
        return transactions;
    }

    /** What the application's name of this run's sessions begins with, see {@code pg_stat_activity}. */
    String ownApplications() {
        return "pgmt/" + runId + "/";
    }

    /**
     * A connection in autocommit mode with the role's own search_path, for looking at many tenants. It never waits long for
     * a lock: behind a tenant's DDL the whole fleet would wait.
     */
    Connection open(String purpose) throws SQLException {
        boolean unlimited = timeouts.lockTimeout().isZero();
        return open(
                purpose,
                Map.of(PGProperty.SOCKET_TIMEOUT, READING),
                unlimited ? LOOKING_LOCK_TIMEOUT : timeouts.lockTimeout());
    }

    /** A connection whose search_path is these schemas from its start, in this order. */
    Connection openPinned(String purpose, List<String> searchPath) throws SQLException {
        String quoted =
                String.join(",", searchPath.stream().map(Identifiers::quote).toList());
        return open(
                purpose,
                Map.of(PGProperty.CURRENT_SCHEMA, quoted, PGProperty.SOCKET_TIMEOUT, PREPARING),
                timeouts.lockTimeout());
    }

    /**
     * A connection whose transactions can stay open without a snapshot: in pgjdbc's extended protocol the last portal of a
     * transaction keeps one, on which every {@code CREATE INDEX CONCURRENTLY} in the database would wait.
     */
    Connection openWithoutPortals(String purpose) throws SQLException {
        return open(
                purpose,
                Map.of(PGProperty.PREFER_QUERY_MODE, "simple", PGProperty.SOCKET_TIMEOUT, PREPARING),
                timeouts.lockTimeout());
    }

    /** A connection for short statements, on which nothing waits longer than some seconds, whatever the network does. */
    Connection openWithinSeconds(String purpose) throws SQLException {
        String seconds = String.valueOf(Math.max(
                1, Math.min(LONGEST_SHORT.toSeconds(), timeouts.silence().toSeconds() / 2)));
        return open(
                purpose,
                Map.of(PGProperty.SOCKET_TIMEOUT, seconds, PGProperty.CONNECT_TIMEOUT, seconds),
                LOOKING_LOCK_TIMEOUT);
    }

    /**
     * A connection that was opened may have statements of any length from now on: how long they take is the user's to say, in
     * the URL's {@code socketTimeout}, and a {@link BlockerWatch} sees when the server is gone.
     */
    void leavePreparation(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, usersSocketTimeout * 1000);
    }

    /** The run's time limits. */
    Timeouts timeouts() {
        return timeouts;
    }

    private Connection open(String purpose, Map<PGProperty, String> properties, Duration lockTimeout)
            throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.url());
        address.username().ifPresent(source::setUser);
        address.password().ifPresent(source::setPassword);
        source.setApplicationName(ownApplications() + purpose);
        source.setAssumeMinServerVersion("14");
        source.setTcpKeepAlive(true);
        source.setOptions(options(source.getOptions(), lockTimeout));
        properties.forEach((property, value) -> {
            if (property != PGProperty.SOCKET_TIMEOUT || usersSocketTimeout == 0) {
                source.setProperty(property, value);
            }
        });
        return source.getConnection();
    }

    private String options(String fromUrl, Duration lockTimeout) {
        List<String> options = new ArrayList<>();
        if (fromUrl != null && !fromUrl.isBlank()) {
            options.add(fromUrl);
        }
        options.add("-c lock_timeout=" + lockTimeout.toMillis());
        options.add("-c statement_timeout=" + timeouts.statementTimeout().toMillis());
        if (checksClients) {
            options.add("-c " + CHECK_INTERVAL);
        }
        return String.join(" ", options);
    }
}
