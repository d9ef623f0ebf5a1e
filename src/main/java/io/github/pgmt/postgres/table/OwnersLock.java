package io.github.pgmt.postgres.table;

import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/**
 * Keeps a table's owner from making an index or a statistics object until the connection's transaction ends: the server works
 * out what is constant in them when it plans a query. Where a session of this role or of a superuser has such a lock, as a
 * changeset of another run, the owner has none, and it is not waited for.
 */
public final class OwnersLock {

    private static final String STRANGERS = """
            SELECT EXISTS (
              SELECT FROM pg_catalog.pg_locks AS held
              JOIN pg_catalog.pg_stat_activity AS session ON session.pid = held.pid
              WHERE held.locktype = 'relation' AND held.granted AND held.pid <> pg_catalog.pg_backend_pid()
                AND held.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
                AND held.database = (
                  SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                AND held.relation IN (
                  SELECT pg_catalog.to_regclass(name) FROM pg_catalog.unnest(?::pg_catalog.text[]) AS wanted (name))
                AND session.usesysid NOT IN (
                  SELECT oid FROM pg_catalog.pg_roles WHERE rolsuper OR rolname IN (current_user, session_user)))
            """;

    private OwnersLock() {}

    /**
     * Takes it.
     *
     * @param connection an own session, in a transaction
     * @param tables their qualified names
     */
    public static void take(Connection connection, List<String> tables) throws SQLException {
        if (tables.isEmpty() || isTakenAtOnce(connection, tables)) {
            return;
        }
        if (isHeldByStrangers(connection, tables)) {
            TableLock.SHARE_UPDATE_EXCLUSIVE.take(connection, tables);
        }
    }

    private static boolean isTakenAtOnce(Connection connection, List<String> tables) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            PlainSql.execute(connection, TableLock.SHARE_UPDATE_EXCLUSIVE.statement(tables) + " NOWAIT");
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!SqlErrors.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    private static boolean isHeldByStrangers(Connection connection, List<String> tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STRANGERS)) {
            statement.setArray(1, connection.createArrayOf("text", tables.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
