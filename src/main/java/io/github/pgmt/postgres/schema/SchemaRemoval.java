package io.github.pgmt.postgres.schema;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.HistoryReader;
import io.github.pgmt.postgres.fleet.SchemaScan;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.lock.TenantTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Drops a schema that this run created, in one transaction and only if nobody else has worked in it. Other runs of pgmt
 * are kept away by the {@link AdvisoryLock}, every Liquibase by a lock on its lock table: that is more than its row, which
 * a Liquibase that waits for the row would make a deadlock of.
 */
final class SchemaRemoval {

    private static final int DEPENDENTS_SHOWN = 3;

    private final Server server;
    private final HistoryTables tables;
    private final String schema;
    private final long namespace;

    /** @param namespace the oid of the schema that this run created; another one of the same name is not its own */
    SchemaRemoval(Server server, HistoryTables tables, String schema, long namespace) {
        this.server = server;
        this.tables = tables;
        this.schema = schema;
        this.namespace = namespace;
    }

    /** @return why the schema stays, as a sentence that goes on after a colon; empty when it is gone */
    Optional<String> remove() {
        return TenantTransaction.own(server, schema).run(this::dropUnlessUsed);
    }

    private Optional<String> dropUnlessUsed(Connection connection) throws SQLException {
        Optional<Long> there = namespaceOf(connection);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        if (there.get() != namespace) {
            return Optional.of("somebody has dropped it and made another one of that name.");
        }
        boolean locked = lockLiquibasesTable(connection);
        // A statement of its own: one that waits for a lock would see the history as it was before.
        TenantHistory history = new HistoryReader(tables, server.home(), Readers.alone(connection))
                .read(List.of(schema))
                .get(schema);
        Optional<String> obstacle = obstacle(history, locked);
        if (obstacle.isEmpty()) {
            obstacle = outsideDependents(connection);
        }
        if (obstacle.isEmpty()) {
            drop(connection, history, locked);
        }
        return obstacle;
    }

    private Optional<Long> namespaceOf(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    private boolean lockLiquibasesTable(Connection connection) throws SQLException {
        boolean there =
                new SchemaScan(tables).scan(connection, List.of(schema)).get(0).hasLockTable();
        if (there) {
            PlainSql.execute(connection, "LOCK TABLE " + lockTable() + " IN ACCESS EXCLUSIVE MODE NOWAIT");
        }
        return there;
    }

    private Optional<String> obstacle(TenantHistory history, boolean locked) {
        if (history.problem().isPresent()) {
            return Optional.of(
                    "its history cannot be read: " + history.problem().get().message());
        }
        if (history.lock().isPresent()) {
            return Optional.of(
                    "Liquibase's lock is set there by " + history.lock().get() + ".");
        }
        boolean begunByOthers = history.state() == TenantHistory.State.MANAGED && !locked;
        if (history.state() == TenantHistory.State.UNMANAGED || begunByOthers) {
            return Optional.of("somebody else has made objects in it.");
        }
        long foreign = history.rows().stream()
                .filter(row -> !row.deploymentId()
                        .equals(Optional.of(server.processId().value())))
                .count();
        return foreign == 0
                ? Optional.empty()
                : Optional.of(foreign + " of the changesets in its history are not of this run.");
    }

    private Optional<String> outsideDependents(Connection connection) throws SQLException {
        // An extension in a schema that this run made is the failed changelog's own; who uses it is outside by himself.
        List<String> dependents = Dependents.outside(connection, schema).stream()
                .filter(dependent -> !dependent.kind().equals("extension"))
                .map(Dependents.Outside::toString)
                .toList();
        if (dependents.isEmpty()) {
            return Optional.empty();
        }
        List<String> shown = dependents.subList(0, Math.min(DEPENDENTS_SHOWN, dependents.size()));
        return Optional.of("what is outside of it depends on it and would go too (" + String.join(", ", shown)
                + (shown.size() < dependents.size() ? ", …" : "") + ").");
    }

    /** Without a history there is nothing of this run's in it but Liquibase's lock table; a RESTRICT makes sure. */
    private void drop(Connection connection, TenantHistory history, boolean locked) throws SQLException {
        boolean managed = history.state() == TenantHistory.State.MANAGED;
        if (!managed && locked) {
            PlainSql.execute(connection, "DROP TABLE " + lockTable() + " RESTRICT");
        }
        PlainSql.execute(connection, "DROP SCHEMA " + Identifiers.quote(schema) + (managed ? " CASCADE" : " RESTRICT"));
    }

    private String lockTable() {
        return Identifiers.qualify(schema, tables.lock());
    }
}
