package io.github.pgmt.postgres.release;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.postgres.activity.ServerSessions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.fleet.LockQuery;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.table.TenantTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Resets one lock row. While it looks whether an owner lives it has the tenant's {@link AdvisoryLock} and the row itself,
 * so nobody can set the row, or begin to work by it, between the look and the change.
 */
final class LockRelease {

    private static final String UNCHANGED = " WHERE " + LockQuery.IS_SET + " AND " + LockQuery.HOLDER
            + " IS NOT DISTINCT FROM ?::text AND " + LockQuery.GRANTED + " IS NOT DISTINCT FROM ?::timestamp";

    private final Server server;
    private final TenantLock lock;
    private final TenantTables tables;
    private final Function<ServerSessions, LockOwners> owners;

    LockRelease(Server server, HistoryTables tables, TenantLock lock, Function<ServerSessions, LockOwners> owners) {
        this.server = server;
        this.lock = lock;
        this.tables = new TenantTables(server.home(), lock.schema(), tables);
        this.owners = owners;
    }

    /** @return why the row was not reset, and then nothing was changed */
    Optional<Failure> release() {
        try {
            return attempt();
        } catch (TenantUnavailableException e) {
            return Optional.of(e.failure());
        } catch (SQLException e) {
            return Optional.of(failure(e));
        }
    }

    private Optional<Failure> attempt() throws SQLException {
        Connection connection = server.open("release");
        try {
            if (!AdvisoryLock.tryTake(connection, lock.schema())) {
                return Optional.of(heldByARun(connection));
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            Optional<Failure> obstacle = reset(connection);
            if (obstacle.isEmpty()) {
                connection.commit();
            }
            return obstacle;
        } finally {
            AdvisoryLock.close(connection);
        }
    }

    private Failure heldByARun(Connection connection) throws SQLException {
        return Failure.of(
                Failure.Kind.LOCKED,
                AdvisoryLock.holder(connection, lock.schema()) + ". Nothing was released; run again when it is done.");
    }

    private Optional<Failure> reset(Connection connection) throws SQLException {
        tables.requireLockTable(connection);
        if (!execute(connection, "SELECT FROM ONLY " + tables.lock() + UNCHANGED + " FOR UPDATE NOWAIT")) {
            return Optional.of(Failure.of(
                    Failure.Kind.LOCKED,
                    "The lock row has changed since it was looked at: somebody has released or taken the lock meanwhile. "
                            + "Nothing was released; run again to see how it is now."));
        }
        Optional<Failure> alive = owners.apply(ServerSessions.read(connection, List.of(lock.schema())))
                .of(lock);
        if (alive.isEmpty()) {
            execute(
                    connection,
                    "UPDATE ONLY " + tables.lock() + " SET locked = false, lockgranted = NULL, lockedby = NULL"
                            + UNCHANGED);
        }
        return alive;
    }

    private boolean execute(Connection connection, String sql) throws SQLException {
        LockHolder holder = lock.holder().orElseThrow();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, holder.by().orElse(null));
            if (holder.since().isPresent()) {
                statement.setObject(2, holder.since().get());
            } else {
                statement.setNull(2, Types.TIMESTAMP);
            }
            return statement.execute() ? statement.getResultSet().next() : statement.getUpdateCount() > 0;
        }
    }

    private static Failure failure(SQLException e) {
        if (SqlErrors.isHeldBySomebody(e)) {
            return SqlErrors.failure(
                    Failure.Kind.LOCKED,
                    "Another session is at the lock row (pg_locks and pg_stat_activity show which), so it is not released. "
                            + "Run again when it is done. The server said",
                    e);
        }
        return SqlErrors.failure(Failure.Kind.CONNECTION, "The lock row could not be reset", e);
    }
}
