package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.address.UrlLimits;
import io.github.pgmt.postgres.citus.Citus;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.tenant.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.postgresql.PGProperty;

/**
 * Opens connections to the database. Every connection is a new one: a pooled connection would carry a tenant's session
 * state to the next. Settings are start-up options, so that no changeset's {@code RESET} undoes them, see
 * {@link StartOptions}.
 *
 * <p>Statements of pgmt's own run in sessions that find nothing outside {@code pg_catalog}: whoever owns a schema in a
 * {@code search_path} may put operators and functions there that fit a statement better than PostgreSQL's own do, and they
 * would run as our role (PostgreSQL, "Type Conversion").
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

    /** Unless it is named, {@code pg_temp} comes first. */
    public static final String OWN_SEARCH_PATH = "pg_catalog, pg_temp";

    private static final Duration LONGEST_SHORT = Duration.ofSeconds(10);

    /** Seconds in which an answer must come to the few short statements that prepare a session. */
    private static final String PREPARING = "60";

    /** Seconds in which something of an answer must come to whoever reads about many tenants. */
    private static final String READING = "600";

    private static final Duration LOOKING_LOCK_TIMEOUT = Duration.ofSeconds(5);

    private final DatabaseAddress address;
    private final RunId processId;
    private final Timeouts timeouts;
    private final StartOptions options;
    private final Opening opening;
    private final OwnTransactions transactions;
    private final SpareConnection spare = new SpareConnection();
    private final UrlLimits limits;

    private Server(
            DatabaseAddress address,
            RunId processId,
            Timeouts timeouts,
            StartOptions options,
            boolean tellsTransactions) {
        this.address = address;
        this.processId = processId;
        this.timeouts = timeouts;
        this.options = options;
        this.transactions = new OwnTransactions(tellsTransactions);
        this.limits = address.limits();
        this.opening = new Opening(address, limits, options, timeouts.statementTimeout());
    }

    /**
     * Connects once, to learn what the server can do.
     *
     * @throws DatabaseUnavailableException when it cannot be reached or refuses us; a worker of Citus is refused by us
     */
    public static Server connect(DatabaseAddress address, RunId processId, Timeouts timeouts) {
        Server plain = new Server(address, processId, timeouts, StartOptions.PLAIN, false);
        try (Connection connection = plain.open("start")) {
            StartOptions known = StartOptions.knownTo(connection);
            known.citus().ifPresent(citus -> citus.requireCoordinator(address.display(), address.place()));
            return new Server(address, processId, timeouts, known, TransactionEnd.isToldBy(connection));
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "Cannot connect to " + address.display() + ": " + new HostLook(address).describe(e) + " "
                            + ConnectionAdvice.of(e, address).orElseGet(() -> ConnectionAdvice.general(e, address)),
                    e);
        }
    }

    /** The database as tenants and reports name it. */
    public Database home() {
        return address.home();
    }

    /** The database's JDBC URL without secrets. */
    public String display() {
        return address.display();
    }

    /** How the user gave the database's URL, within a sentence. */
    public String place() {
        return address.place();
    }

    /** @throws io.github.pgmt.migration.failure.RunRefusedException when the URL keeps the run from changing anything */
    public void requireForChanges() {
        address.requireForChanges();
    }

    /** The failure of a tenant that gets no connection. */
    public Failure noConnection(SQLException e) {
        Failure failure = SqlErrors.failure(Failure.Kind.CONNECTION, "Cannot connect to " + display(), e);
        return ConnectionAdvice.of(e, address).map(failure::and).orElse(failure);
    }

    /** By which tenants are on other servers; empty where none is. */
    public Optional<Citus> citus() {
        return options.citus().filter(Citus::isInUse);
    }

    /** What in the URL ends a statement before the server does. */
    public UrlLimits limits() {
        return limits;
    }

    /** Of this run alone, also where its rows bear the id of an earlier one that it goes on with. */
    public RunId processId() {
        return processId;
    }

    /** In which the run wrote over this server's connections. */
    public OwnTransactions transactions() {
        return transactions;
    }

    /** Looks use one connection again and again until this is closed, where they can. */
    public SpareConnection keepSpare() {
        return spare.keep();
    }

    SpareConnection spare() {
        return spare;
    }

    /** What the application's name of this run's sessions begins with, see {@code pg_stat_activity}. */
    public String ownApplications() {
        return "pgmt/" + processId + "/";
    }

    /**
     * An own session, in autocommit mode: nothing but statements of pgmt's own may run there. It never waits long for a lock:
     * behind a tenant's DDL the whole fleet would wait.
     */
    public Connection open(String purpose) throws SQLException {
        return open(
                purpose, own(Map.of(PGProperty.SOCKET_TIMEOUT, READING)), options.ofOwnSessions(), briefLockTimeout());
    }

    /**
     * An own session whose transactions cannot write. That keeps mistakes in, and nobody out: {@code COPY … TO PROGRAM} runs
     * in such a transaction too. It is set on the open connection: pgjdbc's {@code targetServerType} takes a server that
     * starts sessions so for a standby.
     */
    public Connection openReadOnly(String purpose) throws SQLException {
        Map<PGProperty, String> properties =
                own(Map.of(PGProperty.SOCKET_TIMEOUT, READING, PGProperty.READ_ONLY_MODE, "always"));
        return UntilTaken.on(open(purpose, properties, options.ofLooks(), briefLockTimeout()), connection -> {
            connection.setReadOnly(true);
            return connection;
        });
    }

    /**
     * A session with the role's own {@code search_path} and {@code row_security}, for SQL of the user's. Statements of pgmt's
     * own go through {@link OwnPath} there.
     */
    public Connection openAsRole(String purpose) throws SQLException {
        return open(purpose, Map.of(PGProperty.SOCKET_TIMEOUT, READING), List.of(), briefLockTimeout());
    }

    /** How long a lock is waited for where that must come to an end: {@code lockTimeout}, and some time where it is off. */
    public Duration briefLockTimeout() {
        return timeouts.lockTimeout().isZero() ? LOOKING_LOCK_TIMEOUT : timeouts.lockTimeout();
    }

    private static Map<PGProperty, String> own(Map<PGProperty, String> properties) {
        Map<PGProperty, String> all = new EnumMap<>(PGProperty.class);
        all.putAll(properties);
        all.put(PGProperty.CURRENT_SCHEMA, OWN_SEARCH_PATH);
        return all;
    }

    /** A connection whose search_path is these schemas from its start, in this order. */
    public Connection openPinned(String purpose, List<String> searchPath) throws SQLException {
        return open(
                purpose,
                Map.of(PGProperty.CURRENT_SCHEMA, Identifiers.list(searchPath), PGProperty.SOCKET_TIMEOUT, PREPARING),
                List.of(),
                timeouts.lockTimeout());
    }

    /**
     * An own session whose transactions can stay open without a snapshot: in pgjdbc's extended protocol the last portal of a
     * transaction keeps one, on which every {@code CREATE INDEX CONCURRENTLY} in the database would wait.
     */
    public Connection openWithoutPortals(String purpose) throws SQLException {
        return open(purpose, withoutPortals(), options.ofOwnSessions(), timeouts.lockTimeout());
    }

    /**
     * A session in which a text of several statements is one message, {@code row_security} is the role's, and the
     * {@code search_path} an own session's, until a message sets another.
     */
    public Connection openForMessages(String purpose) throws SQLException {
        return open(purpose, withoutPortals(), List.of(), timeouts.lockTimeout());
    }

    private static Map<PGProperty, String> withoutPortals() {
        return own(Map.of(PGProperty.PREFER_QUERY_MODE, "simple", PGProperty.SOCKET_TIMEOUT, PREPARING));
    }

    /** An own session for short statements, on which nothing waits longer than some seconds, whatever the network does. */
    public Connection openWithinSeconds(String purpose) throws SQLException {
        long half = timeouts.silence().toSeconds() / 2;
        String seconds = String.valueOf(Math.max(1, Math.min(LONGEST_SHORT.toSeconds(), half)));
        return open(
                purpose,
                own(Map.of(PGProperty.SOCKET_TIMEOUT, seconds, PGProperty.CONNECT_TIMEOUT, seconds)),
                options.ofOwnSessions(),
                LOOKING_LOCK_TIMEOUT);
    }

    /**
     * A connection that was opened may have statements of any length from now on: how long they take is the user's to say, in
     * the URL's {@code socketTimeout}, and a {@code BlockerWatch} sees when the server is gone.
     */
    public void leavePreparation(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, limits.socketTimeout() * 1000);
    }

    /** The run's time limits. */
    public Timeouts timeouts() {
        return timeouts;
    }

    private Connection open(
            String purpose, Map<PGProperty, String> properties, List<String> further, Duration lockTimeout)
            throws SQLException {
        spare.drop();
        return opening.open(ownApplications() + purpose, properties, further, lockTimeout);
    }
}
