package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.postgres.citus.CitusSizes;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures many schemas in one statement. The size of a relation takes a lock on it for a moment, so one that is being
 * changed makes the statement fail: its neighbours are then measured one by one.
 */
final class SchemaSizes {

    private static final int SCHEMAS_IN_A_STATEMENT = 100;

    /** Indexes and TOAST tables are in the size of their table; the size of a relation that has just vanished is NULL. */
    private static final String SIZES = """
            SELECT namespace.nspname AS schema,
              count(*) FILTER (WHERE relation.relkind IN ('r', 'p') AND relation.relname <> ALL (?::text[])) AS tables,
              coalesce(sum(CASE WHEN relation.relkind <> 'p' AND NOT %s THEN %s END), 0)::bigint AS bytes
            FROM pg_catalog.pg_namespace AS namespace
            LEFT JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = namespace.oid
              AND relation.relkind IN ('r', 'p', 'm', 'S')
            WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[]))
            GROUP BY namespace.nspname
            """;

    private static final String BYTES = "pg_catalog.pg_total_relation_size(relation.oid)";
    private static final String WITHOUT_BYTES = SIZES.formatted("false", "0");

    private final HistoryTables tables;
    private final Connection connection;
    private final boolean onNodes;
    private final String withBytes;

    /** @param onNodes whether Citus keeps tenants on other servers */
    SchemaSizes(HistoryTables tables, Connection connection, boolean onNodes) {
        this.tables = tables;
        this.connection = connection;
        this.onNodes = onNodes;
        this.withBytes = SIZES.formatted(onNodes ? CitusSizes.IS_SHELL : "false", BYTES);
    }

    /** The size of each of the schemas that exist, by schema. */
    Map<String, SchemaSize> measure(Collection<String> schemas) throws SQLException {
        List<String> all = List.copyOf(schemas);
        Map<String, SchemaSize> sizes = new HashMap<>();
        for (int start = 0; start < all.size(); start += SCHEMAS_IN_A_STATEMENT) {
            sizes.putAll(together(all.subList(start, Math.min(start + SCHEMAS_IN_A_STATEMENT, all.size()))));
        }
        if (onNodes) {
            CitusSizes.of(connection, all)
                    .forEach((schema, there) -> sizes.computeIfPresent(schema, (same, here) -> sum(here, there)));
        }
        return sizes;
    }

    /** Whose node does not answer is unreadable, and says so. */
    private static SchemaSize sum(SchemaSize here, CitusSizes.OnNode there) {
        return here.on(there.node().text(), there.bytes().orElse(0));
    }

    private Map<String, SchemaSize> together(List<String> schemas) throws SQLException {
        try {
            return read(withBytes, schemas, Optional.empty());
        } catch (SQLException e) {
            if (SqlErrors.isConnectionLost(e)) {
                throw e;
            }
            Map<String, SchemaSize> sizes = new HashMap<>();
            for (String schema : schemas) {
                sizes.putAll(alone(schema));
            }
            return sizes;
        }
    }

    private Map<String, SchemaSize> alone(String schema) throws SQLException {
        try {
            return read(withBytes, List.of(schema), Optional.empty());
        } catch (SQLException e) {
            if (SqlErrors.isConnectionLost(e)) {
                throw e;
            }
            Failure problem = SqlErrors.failure(
                    Failure.Kind.LOCKED,
                    "The size of the schema's tables could not be read. If somebody is changing the schema, run again when "
                            + "they are done. The server said",
                    e);
            return read(WITHOUT_BYTES, List.of(schema), Optional.of(problem));
        }
    }

    private Map<String, SchemaSize> read(String sql, List<String> schemas, Optional<Failure> problem)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            String[] ofLiquibase = {tables.history(), tables.lock()};
            statement.setArray(1, connection.createArrayOf("text", ofLiquibase));
            statement.setArray(2, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, SchemaSize> sizes = new HashMap<>();
                while (rows.next()) {
                    sizes.put(
                            rows.getString("schema"),
                            new SchemaSize(rows.getInt("tables"), rows.getLong("bytes"), problem));
                }
                return sizes;
            }
        }
    }
}
