package io.github.pgmt.postgres.connection;

import io.github.pgmt.postgres.citus.Citus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What sessions of a run are started with, by what the server knows: an unknown option would end the connection. Start-up
 * options are undone by no {@code RESET} (PostgreSQL, "Parameter Interaction via the SQL Shell").
 *
 * @param checksClients the server can end by itself what a killed client left running; not so on Windows
 * @param restrictsRelations it can keep a session away from views and foreign tables (releases since August 2024)
 * @param limitsTransactions it has {@code transaction_timeout}, from PostgreSQL 17 on
 * @param citus by which tenants are on other servers
 */
record StartOptions(
        boolean checksClients, boolean restrictsRelations, boolean limitsTransactions, Optional<Citus> citus) {

    /** Before it is known what the server knows. */
    static final StartOptions PLAIN = new StartOptions(false, false, false, Optional.empty());

    /** {@code client_connection_check_interval}: how soon the server ends what a killed client left running. */
    private static final String CHECK_INTERVAL = "client_connection_check_interval=500ms";

    private static final String KNOWN = """
            SELECT pg_catalog.count(*) FILTER (WHERE name = 'restrict_nonsystem_relation_kind') > 0,
              pg_catalog.count(*) FILTER (WHERE name = 'transaction_timeout') > 0, %s
            FROM pg_catalog.pg_settings
            """.formatted(Citus.IS_THERE);

    /** @param connection an own session, see {@link Server#open} */
    static StartOptions knownTo(Connection connection) throws SQLException {
        boolean checksClients = canCheckClients(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(KNOWN)) {
            row.next();
            Optional<Citus> citus = row.getBoolean(3) ? Optional.of(Citus.of(connection)) : Optional.empty();
            return new StartOptions(checksClients, row.getBoolean(1), row.getBoolean(2), citus);
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

    /**
     * Those of every session: its time limits are the run's, and nobody else ends it for being idle. A transaction that kept
     * its first snapshot would not see what was made of a table before it had the lock on it.
     */
    List<String> ofEverySession(Duration lockTimeout, Duration statementTimeout) {
        List<String> options = new ArrayList<>();
        options.add("lock_timeout=" + lockTimeout.toMillis());
        options.add("statement_timeout=" + statementTimeout.toMillis());
        options.add("default_transaction_isolation=read\\ committed");
        options.add("idle_session_timeout=0");
        options.add("idle_in_transaction_session_timeout=0");
        if (limitsTransactions) {
            options.add("transaction_timeout=0");
        }
        if (checksClients) {
            options.add(CHECK_INTERVAL);
        }
        citus.filter(Citus::isInUse).map(Citus::ofEverySession).ifPresent(options::addAll);
        return options;
    }

    /**
     * Those of sessions on which only statements of pgmt's own run. Rows that row level security would hide are an error,
     * since a look that sees fewer tenants or changesets than there are would be believed.
     */
    List<String> ofOwnSessions() {
        List<String> options = new ArrayList<>();
        options.add("row_security=off");
        if (restrictsRelations) {
            options.add("restrict_nonsystem_relation_kind=view,foreign-table");
        }
        return options;
    }

    /** Those of own sessions that change nothing. */
    List<String> ofLooks() {
        List<String> options = ofOwnSessions();
        citus.map(Citus::ofLooks).ifPresent(options::addAll);
        return options;
    }
}
