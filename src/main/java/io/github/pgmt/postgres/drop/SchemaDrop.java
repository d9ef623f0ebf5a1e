package io.github.pgmt.postgres.drop;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.fleet.TenantRemoval;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.RunStop;
import io.github.pgmt.postgres.fleet.LockQuery;
import io.github.pgmt.postgres.lock.LockRow;
import io.github.pgmt.postgres.registry.DroppedRow;
import io.github.pgmt.postgres.schema.Dependents;
import io.github.pgmt.postgres.schema.ObjectAddress;
import io.github.pgmt.postgres.table.TableLock;
import io.github.pgmt.postgres.table.TenantTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Drops a schema over a session that keeps others away from it: in one transaction or, when that would take too many locks,
 * in several. The last one is the one that holds Liquibase's lock row, so a Liquibase that waits for the row cannot get it
 * while this goes on. When it gets it in the end, because the drop gave up, it finds the schema as it was or, after the
 * first of several transactions, what is left.
 */
final class SchemaDrop {

    private final Connection connection;
    private final String schema;
    private final TenantTables tables;
    private final Optional<DroppedRow> row;
    private final StopSignal stop;
    private final int budget;

    /**
     * @param connection the session's, on which nothing outside pg_catalog is found
     * @param row goes with the schema
     * @param budget so many locks one transaction may take
     */
    SchemaDrop(Connection connection, TenantTables tables, Optional<DroppedRow> row, StopSignal stop, int budget) {
        this.connection = connection;
        this.schema = tables.schema();
        this.tables = tables;
        this.row = row;
        this.stop = stop;
        this.budget = budget;
    }

    /**
     * Drops it.
     *
     * @param held Liquibase's lock row, where there is one
     * @throws TenantUnavailableException when something speaks against it; what was dropped before stays dropped
     */
    void drop(Optional<LockRow> held, TenantRemoval.Progress progress) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        require(DropObstacles.of(connection, schema));
        if (Dependents.count(connection, schema) > budget) {
            if (row.isPresent()) {
                row.get().tryToDelete(connection, budget);
            }
            dropInBatches(held, progress);
        }
        dropRest(held.map(LockRow::transaction).orElse(connection));
    }

    private void dropInBatches(Optional<LockRow> held, TenantRemoval.Progress progress) throws SQLException {
        List<DroppableObject> objects = DroppableObjects.list(connection, schema, tables.tables());
        connection.setAutoCommit(false);
        int gone = 0;
        for (List<DroppableObject> batch : DroppableObject.batches(objects, budget)) {
            RunStop.requireNone(stop);
            requireHeld(held);
            drop(batch);
            UncertainDropException.commit(connection);
            gone += batch.size();
            progress.objectsGone(gone, objects.size() - gone);
        }
    }

    private static void requireHeld(Optional<LockRow> held) {
        if (held.isPresent() && !held.get().isHeld()) {
            throw new TenantUnavailableException(
                    Failure.of(Failure.Kind.CONNECTION, "The connection that held Liquibase's lock row was lost."));
        }
    }

    /** Tables are locked before the look at what depends on them, so that nothing can begin to in between. */
    private void drop(List<DroppableObject> batch) throws SQLException {
        lock(
                connection,
                batch.stream().flatMap(object -> object.lockable().stream()).toList());
        List<ObjectAddress> addresses =
                batch.stream().map(DroppableObject::address).toList();
        require(DropObstacles.outside(Dependents.outside(connection, schema, addresses), schema));
        for (DroppableObject object : batch) {
            PlainSql.execute(connection, object.statement());
        }
    }

    private void dropRest(Connection transaction) throws SQLException {
        transaction.setAutoCommit(false);
        List<String> left = DroppableObjects.tables(transaction, schema);
        lock(transaction, left);
        requireNotLocked(transaction);
        require(DropObstacles.of(transaction, schema));
        PlainSql.execute(transaction, "DROP SCHEMA " + Identifiers.quote(schema) + " CASCADE");
        if (row.isPresent()) {
            row.get().delete(transaction);
        }
        UncertainDropException.commit(transaction);
    }

    private static void lock(Connection transaction, List<String> names) throws SQLException {
        if (!names.isEmpty()) {
            PlainSql.execute(
                    transaction, "LOCK TABLE ONLY " + String.join(", ONLY ", names) + " IN ACCESS EXCLUSIVE MODE");
        }
    }

    /** Where there was no row to hold, a Liquibase may have come meanwhile. */
    private void requireNotLocked(Connection transaction) throws SQLException {
        if (!tables.require(transaction, TableLock.ACCESS_SHARE).contains(tables.lock())) {
            return;
        }
        try (Statement statement = transaction.createStatement();
                ResultSet locked = statement.executeQuery(
                        "SELECT EXISTS (SELECT FROM ONLY " + tables.lock() + " WHERE " + LockQuery.IS_SET + ")")) {
            locked.next();
            if (locked.getBoolean(1)) {
                throw new TenantUnavailableException(
                        Failure.of(Failure.Kind.LOCKED, "A Liquibase has begun to work on the tenant."));
            }
        }
    }

    private static void require(Optional<Failure> obstacle) {
        obstacle.ifPresent(failure -> {
            throw new TenantUnavailableException(failure);
        });
    }
}
