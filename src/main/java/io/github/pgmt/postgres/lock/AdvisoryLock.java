package io.github.pgmt.postgres.lock;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps runs of pgmt apart on a schema: a session-level advisory lock, which is per database. The connection that works
 * on the tenant holds it, so that what a killed client left running on the server still keeps others away. It is only
 * ever tried for, never waited for: a waiting statement has a snapshot, on which {@code CREATE INDEX CONCURRENTLY} waits.
 */
public final class AdvisoryLock {

    private static final String KEY_OF = "pg_catalog.hashtextextended((%s)::pg_catalog.text, 0)";
    private static final String KEY = KEY_OF.formatted("?");

    /** Of the text whose hash is the key. */
    private static final String PREFIX = "pgmt:";

    private AdvisoryLock() {}

    /**
     * A condition in SQL that takes the lock until the end of the transaction and holds when that succeeds.
     *
     * <p>It finds the same under every {@code search_path}.
     */
    public static String tryInTransaction(String schema) {
        return "pg_catalog.pg_try_advisory_xact_lock(" + KEY_OF.formatted(Identifiers.literal(PREFIX + schema)) + ")";
    }

    /** @throws TenantUnavailableException when another session holds it */
    public static void take(Connection connection, String schema) throws SQLException {
        if (!tryTake(connection, schema)) {
            throw new TenantUnavailableException(heldBy(connection, schema));
        }
    }

    /** @return false when another session holds it */
    public static boolean tryTake(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.pg_try_advisory_lock(" + KEY + ")")) {
            statement.setString(1, PREFIX + schema);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Those of the schemas that a run holds, for own sessions. */
    public static Set<String> heldAmong(Connection connection, Collection<String> schemas) throws SQLException {
        Set<String> held = new HashSet<>();
        String sql = """
                SELECT asked.schema FROM unnest(?::text[]) AS asked (schema)
                WHERE %s IN (SELECT classid::int8 << 32 | objid::int8 FROM pg_locks WHERE locktype = 'advisory' AND granted
                  AND objsubid = 1
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                """.formatted(KEY_OF.formatted(Identifiers.literal(PREFIX) + " || asked.schema"));
        SchemaRows.forEach(connection, sql, schemas, row -> held.add(row.getString(1)));
        return held;
    }

    /**
     * Rolls back what is open, lets go and closes. Lets go before the connection closes, so that the next run need not wait
     * until the server notices. Never throws.
     */
    public static void close(Connection connection) {
        try (Connection closing = connection) {
            if (!closing.isClosed()) {
                if (!closing.getAutoCommit()) {
                    closing.rollback();
                    closing.setAutoCommit(true);
                }
                release(closing);
            }
        } catch (SQLException e) {
            // The server rolls back and lets go of the lock when the connection is gone, and it is.
        }
    }

    /** With what else the session holds, as {@code ExtensionTurn}. */
    private static void release(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_advisory_unlock_all()");
        }
    }

    /** That somebody else holds it, of a goal that would try again for {@code lockWait}. */
    public static Failure heldBy(Connection connection, String schema) throws SQLException {
        return Failure.of(Failure.Kind.LOCKED, holder(connection, schema) + ". To wait longer, set -Dpgmt.lockWait.");
    }

    /**
     * Who holds it, or held it a moment ago, as a sentence without its full stop. Anybody can hold it and call himself as he
     * likes, so the user is told, too.
     */
    public static String holder(Connection connection, String schema) throws SQLException {
        return OwnPath.on(connection, () -> holderOnOwnPath(connection, schema));
    }

    private static String holderOnOwnPath(Connection connection, String schema) throws SQLException {
        String holders = """
                SELECT a.application_name, a.pid, a.usename,
                  pg_catalog.date_trunc('second', pg_catalog.now() - a.backend_start)
                FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                AND (l.classid::bigint << 32 | l.objid::bigint) = %s
                """.formatted(KEY);
        try (PreparedStatement statement = connection.prepareStatement(holders)) {
            statement.setString(1, PREFIX + schema);
            try (ResultSet row = statement.executeQuery()) {
                String holder = row.next()
                        ? row.getString(1) + " (server process " + row.getInt(2) + ", user " + row.getString(3)
                                + ", for " + row.getString(4) + ")"
                        : "a session that has just ended";
                return "Another run of pgmt works on the tenant: " + holder;
            }
        }
    }
}
