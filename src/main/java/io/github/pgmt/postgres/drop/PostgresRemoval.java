package io.github.pgmt.postgres.drop;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.fleet.TenantRemoval;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.OwnTransaction;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.lock.LockRow;
import io.github.pgmt.postgres.registry.DroppedRow;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.postgres.schema.SchemaCreation;
import io.github.pgmt.postgres.table.TableLock;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Tenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Drops schemas, and deletes rows of the application's table of tenants. */
public final class PostgresRemoval implements TenantRemoval {

    private final Server server;
    private final TenantSessions sessions;
    private final HistoryTables tables;
    private final Optional<TenantTable> registry;
    private final StopSignal stop;

    /** How many objects of a schema this run has dropped: a tenant that was held is tried again. */
    private final Map<String, Integer> gone = new ConcurrentHashMap<>();

    /** @param registry where the tenants' rows are, if they are in a table */
    public PostgresRemoval(
            Server server,
            TenantSessions sessions,
            HistoryTables tables,
            Optional<TenantTable> registry,
            StopSignal stop) {
        this.server = server;
        this.sessions = sessions;
        this.tables = tables;
        this.registry = registry;
        this.stop = stop;
    }

    @Override
    public Optional<Failure> obstacle(Tenant tenant, boolean withRow) {
        try (Connection connection = server.openAsRole("drop")) {
            Optional<DroppedRow> row = row(tenant, connection);
            if (row.filter(found -> found.table().schema().equals(tenant.schema()))
                    .isPresent()) {
                return Optional.of(Failure.of(
                        Failure.Kind.UNMANAGED,
                        "The schema holds the table of tenants itself (-Dpgmt.tenantTable), so it is not a tenant's."));
            }
            Optional<Failure> ofRow = withRow && row.isPresent() ? row.get().obstacle(connection) : Optional.empty();
            return ofRow.isPresent()
                    ? ofRow
                    : OwnPath.on(connection, () -> DropObstacles.of(connection, tenant.schema()));
        } catch (SQLException e) {
            throw new TenantUnavailableException(
                    SqlErrors.failure(
                            Failure.Kind.CONNECTION, "It could not be found out what depends on the schema", e),
                    e);
        }
    }

    private Optional<DroppedRow> row(Tenant tenant, Connection connection) throws SQLException {
        return registry.isPresent() ? Optional.of(registry.get().rowOf(tenant, connection)) : Optional.empty();
    }

    @Override
    public void drop(Tenant tenant, boolean withRow, Progress progress) {
        String schema = tenant.schema();
        int before = gone.getOrDefault(schema, 0);
        Progress counted = (now, left) -> {
            gone.put(schema, before + now);
            progress.objectsGone(before + now, left);
        };
        try (TenantSession session = sessions.open(tenant)) {
            drop(session, tenant, withRow, counted);
        } catch (UncertainDropException e) {
            throw e;
        } catch (TenantUnavailableException e) {
            throw new TenantUnavailableException(withWhatIsGone(e.failure(), schema), e);
        }
    }

    private void drop(TenantSession session, Tenant tenant, boolean withRow, Progress progress) {
        try (Connection plain = server.openAsRole("drop")) {
            TenantTables own = new TenantTables(tenant.home(), tenant.schema(), tables);
            Optional<DroppedRow> row = withRow ? row(tenant, plain) : Optional.empty();
            PlainSql.execute(session.connection(), "SET search_path = " + Server.OWN_SEARCH_PATH);
            SchemaDrop drop = new SchemaDrop(session.connection(), own, row, stop, LockBudget.of(session.connection()));
            if (hasLockRow(session.connection(), own)) {
                try (LockRow held =
                        LockRow.hold(server.openWithoutPortals(tenant.schema()), session.connection(), own)) {
                    session.cancelTogetherWith(held.transaction());
                    drop.drop(Optional.of(held), progress);
                }
            } else {
                drop.drop(Optional.empty(), progress);
            }
        } catch (SQLException e) {
            throw new TenantUnavailableException(server.limits().explain(failure(e, session.isCancelled()), e), e);
        }
    }

    private static boolean hasLockRow(Connection connection, TenantTables tables) throws SQLException {
        return OwnTransaction.takenBack(connection, () -> {
            if (!tables.require(connection, TableLock.SHARE_UPDATE_EXCLUSIVE).contains(tables.lock())) {
                return false;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT EXISTS (SELECT FROM ONLY " + tables.lock() + " WHERE id = 1)")) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }

    private static Failure failure(SQLException e, boolean cancelled) {
        if (cancelled) {
            return Failure.of(
                    Failure.Kind.CONNECTION,
                    "The run was interrupted, and what was running did not end within -Dpgmt.shutdownGrace.");
        }
        if (SqlErrors.isHeldBySomebody(e)) {
            return SqlErrors.failure(
                    Failure.Kind.LOCKED,
                    "Somebody uses the tenant: an object of the schema is locked (pg_locks and pg_stat_activity show by whom). "
                            + "To wait longer, set -Dpgmt.lockWait. The server said",
                    e);
        }
        if (SqlErrors.OUT_OF_MEMORY.equals(e.getSQLState())) {
            return SqlErrors.failure(
                    Failure.Kind.CONNECTION,
                    "The server's lock table is full. Try again when fewer sessions are at work, or raise "
                            + "max_locks_per_transaction. The server said",
                    e);
        }
        return SqlErrors.failure(Failure.Kind.CONNECTION, "The schema could not be dropped", e);
    }

    private Failure withWhatIsGone(Failure failure, String schema) {
        int objects = gone.getOrDefault(schema, 0);
        String more = objects == 0
                ? "\nNothing was dropped."
                : "\n" + objects
                        + " of the schema's objects are gone for good; its history is still there, so it is still a "
                        + "tenant. Run the same command again to drop the rest.";
        return new Failure(failure.kind(), failure.changeSet(), failure.sqlState(), failure.message() + more);
    }

    @Override
    public void deleteRow(Tenant tenant) {
        try (Connection connection = server.openAsRole("drop")) {
            AdvisoryLock.take(connection, tenant.schema());
            requireNoSchema(connection, tenant.schema());
            DroppedRow row = row(tenant, connection).orElseThrow();
            connection.setAutoCommit(false);
            row.delete(connection);
            connection.commit();
        } catch (SQLException e) {
            throw new TenantUnavailableException(
                    SqlErrors.failure(Failure.Kind.CONNECTION, "The registry's row could not be removed", e), e);
        }
    }

    private static void requireNoSchema(Connection connection, String schema) throws SQLException {
        if (SchemaCreation.exists(connection, schema)) {
            throw new TenantUnavailableException(Failure.of(
                    Failure.Kind.UNMANAGED,
                    "Somebody has just made the schema again; nothing was removed. Run again if it is to go, too."));
        }
    }
}
