package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.PartlyCommittedException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.error.QuotedRows;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A transaction that holds all that is done in a tenant. */
final class WholeTransaction {

    /** Locks in a backend's own fast path take no room (PostgreSQL, "pg_locks"). */
    private static final String LOCKS =
            "SELECT (SELECT pg_catalog.count(*) FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid() "
                    + "AND NOT fastpath), pg_catalog.current_setting('max_locks_per_transaction')::bigint "
                    + "* (pg_catalog.current_setting('max_connections')::bigint "
                    + "+ pg_catalog.current_setting('max_prepared_transactions')::bigint)";

    private final Connection connection;
    private final String id;

    private WholeTransaction(Connection connection, String id) {
        this.connection = connection;
        this.id = id;
    }

    /** @param connection not in autocommit mode */
    static WholeTransaction begin(Connection connection) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text")) {
            row.next();
            return new WholeTransaction(connection, row.getString(1));
        }
    }

    /** The server answers a COMMIT of an aborted transaction with a rollback, which the driver takes for a success. */
    static void requireCommittable(Connection connection) throws SQLException {
        if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
            throw new SQLException(
                    "A statement failed and the error was passed over; nothing can be committed. Use a savepoint.",
                    SqlErrors.TRANSACTION_ABORTED);
        }
    }

    /** @throws TenantUnavailableException when so many transactions with its locks would not fit into the server's lock table */
    void requireRoom(int atOnce) throws SQLException {
        OwnPath.on(connection, () -> {
            requireRoomOnOwnPath(atOnce);
            return null;
        });
    }

    private void requireRoomOnOwnPath(int atOnce) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOCKS)) {
            row.next();
            long locks = row.getLong(1);
            long room = row.getLong(2);
            if (locks * atOnce > room) {
                throw new TenantUnavailableException(tooManyLocks(locks, room, atOnce));
            }
        }
    }

    private static Failure tooManyLocks(long locks, long room, int atOnce) {
        long fitting = room / locks;
        String fewer = fitting > 0 ? "Use -Dpgmt.threads=" + fitting + ", or raise" : "Raise";
        return new Failure(
                Failure.Kind.CHANGESET,
                Optional.empty(),
                Optional.of(SqlErrors.OUT_OF_MEMORY),
                "The tenant's one transaction holds " + locks + " locks; " + atOnce
                        + " at once (-Dpgmt.threads) would hold "
                        + locks * atOnce + ", and the server's lock table has room for " + room + ". " + fewer
                        + " max_locks_per_transaction on the server, or use -Dpgmt.atomicity=changeset.");
    }

    /**
     * Takes all back after an error, to which anything that goes wrong with that is added.
     *
     * @throws PartlyCommittedException when a part is committed
     */
    void rollBackAfter(Throwable thrown) {
        try {
            connection.rollback();
            if (isCommitted()) {
                throw new PartlyCommittedException(
                        Failure.of(
                                Failure.Kind.CHANGESET,
                                "A statement of the changelog ended the tenant's one transaction, so what came before it stays, "
                                        + "without all of its history rows. Compare the schema with its history and mend it by hand; "
                                        + "such a changeset needs -Dpgmt.atomicity=changeset. What was thrown then: "
                                        + QuotedRows.marked(String.valueOf(thrown.getMessage()), thrown)),
                        thrown);
            }
        } catch (SQLException e) {
            // The server rolls back when the connection is gone, and it is.
            thrown.addSuppressed(e);
        }
    }

    private boolean isCommitted() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.pg_xact_status(?::pg_catalog.xid8)")) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return "committed".equals(row.getString(1));
            }
        } finally {
            connection.rollback();
        }
    }
}
