package io.github.pgmt.postgres.lock;

import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One transaction on a connection of its own, under a tenant's {@link AdvisoryLock}. What holds the tenant is tried again for
 * a while: the server needs a moment to let go of a session that has just been closed or cancelled.
 */
public final class TenantTransaction {

    private static final int ATTEMPTS = 20;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

    private final Readers.Opening opening;
    private final String schema;

    private TenantTransaction(Readers.Opening opening, String schema) {
        this.opening = opening;
        this.schema = schema;
    }

    /** Of statements of pgmt's own alone. */
    public static TenantTransaction own(Server server, String schema) {
        return new TenantTransaction(() -> server.open(schema), schema);
    }

    /** Of statements that run code of the application's, by a trigger for example. */
    public static TenantTransaction asRole(Server server, String schema) {
        return new TenantTransaction(() -> server.openAsRole(schema), schema);
    }

    /** Work that may find that it must not be done. */
    public interface Work {

        /** @return why not, and then what it did is rolled back */
        Optional<String> on(Connection connection) throws SQLException;
    }

    /** @return why the work was not done, as a sentence that goes on after a colon; empty when it is committed */
    public Optional<String> run(Work work) {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == ATTEMPTS;
            try {
                return attempt(work);
            } catch (TenantUnavailableException e) {
                if (last) {
                    return Optional.of("another run of pgmt works on the tenant.");
                }
            } catch (SQLException e) {
                if (last || !SqlErrors.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    return Optional.of(reason(e));
                }
            }
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
        }
    }

    private Optional<String> attempt(Work work) throws SQLException {
        Connection connection = opening.open();
        try {
            AdvisoryLock.take(connection, schema);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setReadOnly(false);
            connection.setAutoCommit(false);
            Optional<String> obstacle = work.on(connection);
            if (obstacle.isEmpty()) {
                connection.commit();
            }
            return obstacle;
        } finally {
            AdvisoryLock.close(connection);
        }
    }

    private static String reason(SQLException e) {
        String hint = SqlErrors.OUT_OF_MEMORY.equals(e.getSQLState())
                ? " It has more objects than one transaction can lock on this server (max_locks_per_transaction)."
                : "";
        return "the server refused it (SQLSTATE " + e.getSQLState() + "): " + SqlErrors.describe(e) + hint;
    }
}
