package io.github.pgmt.postgres.lock;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.connection.OwnTransaction;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.fleet.LockQuery;
import io.github.pgmt.postgres.table.TenantTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the row of {@code DATABASECHANGELOGLOCK} with {@code SELECT … FOR UPDATE} and never sets it: a Liquibase that
 * starts meanwhile waits in its own {@code UPDATE}, and nothing is left behind when this process dies. The connection
 * stays in a READ COMMITTED transaction without a snapshot, which does not hold up {@code CREATE INDEX CONCURRENTLY}.
 */
public final class LockRow implements AutoCloseable {

    private static final int CHECK_SECONDS = 10;

    private final Connection connection;
    private final TenantTables tables;
    private long id;

    private LockRow(Connection connection, TenantTables tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /**
     * Takes the row.
     *
     * @param connection a connection of its own, see {@link Server#openWithoutPortals}; closed with this object, or at
     *     once when the row is not to be had
     * @param guard another one, without an open transaction, which keeps the table's shape until the row is had: a lock of
     *     that strength on the first, which stays open, would be in the way of whoever changes the table
     * @throws TenantUnavailableException when somebody else has set the row or works on it, or the table is not as Liquibase
     *     makes it
     */
    public static LockRow hold(Connection connection, Connection guard, TenantTables tables) {
        LockRow row = new LockRow(connection, tables);
        try {
            row.begin();
            return OwnTransaction.takenBack(guard, () -> {
                tables.requireLockTable(guard);
                if (!row.take()) {
                    throw new TenantUnavailableException(row.heldBy());
                }
                return row;
            });
        } catch (SQLException e) {
            Failure failure = row.failure(e);
            row.close();
            throw new TenantUnavailableException(failure, e);
        } catch (RuntimeException | Error e) {
            row.close();
            throw e;
        }
    }

    private void begin() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setReadOnly(false);
        connection.setAutoCommit(false);
    }

    /**
     * The savepoint comes in the same message. Citus asks a worker for the row, by a portal that would keep its snapshot there
     * until the transaction ends; a subtransaction ends it, and the row stays locked.
     */
    private boolean take() throws SQLException {
        String message =
                "SELECT pg_catalog.pg_current_xact_id_if_assigned()::pg_catalog.text FROM (SELECT id FROM ONLY "
                        + tables.lock()
                        + " WHERE id = 1 AND NOT locked FOR UPDATE NOWAIT) AS held; SAVEPOINT pgmt_held";
        List<Long> ids = new ArrayList<>();
        PlainSql.query(connection, message, row -> {
            if (row.next()) {
                ids.add(row.getLong(1));
            }
        });
        ids.forEach(held -> id = held);
        return !ids.isEmpty();
    }

    private Failure heldBy() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + LockQuery.HOLDER + " AS holder, "
                        + LockQuery.GRANTED + " AS granted, " + LockQuery.AGE + " AS age FROM ONLY " + tables.lock()
                        + " WHERE id = 1 LIMIT 1")) {
            if (!row.next()) {
                return Failure.of(
                        Failure.Kind.LOCKED,
                        "Liquibase's lock table has no row with the ID 1 to hold. Empty it, and Liquibase makes its row "
                                + "anew: DELETE FROM " + tables.lock() + ";");
            }
            return Failure.of(
                    Failure.Kind.LOCKED,
                    LockQuery.holder(row).text("Liquibase's lock is held")
                            + ". If that process is dead, clear the lock with "
                            + "pgmt:release-locks; to wait longer, set -Dpgmt.lockWait.");
        }
    }

    private Failure failure(SQLException e) {
        if (SqlErrors.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
            return Failure.of(
                    Failure.Kind.LOCKED,
                    "Another session is taking or holding Liquibase's lock row: " + holders()
                            + ". To wait longer, set -Dpgmt.lockWait.");
        }
        return SqlErrors.failure(Failure.Kind.CONNECTION, "Liquibase's lock row cannot be held", e);
    }

    private String holders() {
        try {
            connection.rollback();
            return LockHolders.of(connection, tables.lock());
        } catch (SQLException e) {
            return "which one, the server did not tell (" + SqlErrors.describe(e) + ")";
        }
    }

    /** The connection in whose open transaction the row is held. What is done in it is rolled back by {@link #close()}. */
    public Connection transaction() {
        return connection;
    }

    /** That transaction's. */
    public long id() {
        return id;
    }

    /** Whether the row is still ours, asked of the server. */
    public boolean isHeld() {
        try {
            return connection.isValid(CHECK_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Lets go before the connection closes, so that the next one need not wait until the server notices. */
    @Override
    public void close() {
        try (Connection closing = connection) {
            if (!closing.isClosed() && !closing.getAutoCommit()) {
                closing.rollback();
            }
        } catch (SQLException e) {
            // The server lets go of the row when the connection is gone, and it is.
        }
    }
}
