package io.github.pgmt.postgres.condition;

import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries on a connection of its own whether the server has what a tenant's failure says that it lacks. A tenant's code can
 * raise any SQLSTATE; this session runs none. Nothing is left of what it does. For several threads.
 */
final class ServerProbe {

    /** What passes within a second is no trouble of the server's: others of the run's own sessions may be what it was. */
    private static final int LOOKS = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final List<String> TROUBLE =
            List.of(SqlErrors.DISK_FULL, SqlErrors.OUT_OF_MEMORY, SqlErrors.TOO_MANY_CONNECTIONS, "08", "57P", "58");

    private static final int ANSWER_MILLISECONDS = 60_000;

    private static final String SETTINGS =
            "SET statement_timeout = '30s'; SET temp_tablespaces = ''; SET work_mem = '64kB'";

    /** As many bytes as a segment of the write-ahead log, sorted where temporary files are. Needs no privilege. */
    private static final String DISK = """
            SELECT pg_catalog.sum(pg_catalog.length(written.filler)) FROM (
              SELECT number, pg_catalog.lpad(number::pg_catalog.text, 1000, 'x') AS filler
              FROM pg_catalog.generate_series(1, 16384) AS number ORDER BY number DESC OFFSET 0) AS written
            """;

    /** Entries of the server's lock table, in a space of their own; asked for without waiting, shared, and gone at once. */
    private static final String LOCKS =
            "SELECT pg_catalog.count(pg_catalog.pg_try_advisory_xact_lock_shared(1885826420, number))"
                    + " FROM pg_catalog.generate_series(1, 32) AS number";

    private static final String MEMORY = "SELECT pg_catalog.length(pg_catalog.repeat('x', 16777216))";

    private final Server server;
    private String lastState = "";
    private long lastBegan = System.nanoTime();
    private Optional<String> lastFound = Optional.empty();

    ServerProbe(Server server) {
        this.server = server;
    }

    /**
     * What trouble the server is in, as sentences; empty when it is in none of this kind, or that cannot be told.
     *
     * @param sqlState what a tenant failed with; empty where there was no answer at all
     */
    Optional<String> trouble(String sqlState) {
        long asked = System.nanoTime();
        synchronized (this) {
            if (!sqlState.equals(lastState) || lastBegan - asked < 0) {
                lastState = sqlState;
                lastBegan = System.nanoTime();
                lastFound = lookAgain(sqlState).map(ServerProbe::sentence);
            }
            return lastFound;
        }
    }

    private Optional<SQLException> lookAgain(String sqlState) {
        Optional<SQLException> met = look(sqlState);
        for (int looks = 1; looks < LOOKS && met.isPresent(); looks++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            met = look(sqlState);
        }
        return met;
    }

    private Optional<SQLException> look(String sqlState) {
        Connection connection;
        try {
            connection = server.openWithinSeconds("probe");
        } catch (SQLException e) {
            return Optional.of(e);
        }
        try (connection) {
            connection.setNetworkTimeout(Runnable::run, ANSWER_MILLISECONDS);
            tryOut(connection, sqlState);
            return Optional.empty();
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return TROUBLE.stream().anyMatch(state::startsWith) ? Optional.of(e) : Optional.empty();
        }
    }

    private static void tryOut(Connection connection, String sqlState) throws SQLException {
        PlainSql.execute(connection, SETTINGS);
        switch (sqlState) {
            case SqlErrors.DISK_FULL -> {
                PlainSql.execute(connection, DISK);
                onTheRolesTablespace(connection);
            }
            case SqlErrors.OUT_OF_MEMORY -> {
                PlainSql.execute(connection, LOCKS);
                PlainSql.execute(connection, MEMORY);
            }
            default -> PlainSql.execute(connection, "SELECT 1");
        }
    }

    /** Where what the changesets create goes, if that is set for all of them. */
    private static void onTheRolesTablespace(Connection connection) throws SQLException {
        String tablespace = defaultTablespace(connection);
        if (!tablespace.isEmpty()) {
            PlainSql.execute(connection, "SET temp_tablespaces = " + Identifiers.quote(tablespace));
            PlainSql.execute(connection, DISK);
        }
    }

    private static String defaultTablespace(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.current_setting('default_tablespace')")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String sentence(SQLException e) {
        return "The server itself is in trouble, as pgmt found on a connection of its own (SQLSTATE " + e.getSQLState()
                + "): " + SqlErrors.describe(e);
    }
}
