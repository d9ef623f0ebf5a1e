package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.changelog.HistoryTables;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the catalog says about schemas, in one statement for all of them. The catalog can be read without any privilege on
 * the schemas, so a schema that the role may not use is told from an empty one.
 */
public final class SchemaScan {

    /**
     * One schema.
     *
     * @param usable whether the role has USAGE on it; without it the schema's tables cannot be read
     * @param historyColumns the columns that the history table has; empty when there is no such relation, of whatever kind
     * @param layout the history table's columns in their order, with their types in the catalog's numbers; empty when there is none
     * @param occupied whether it has an object of its own besides Liquibase's two tables; not looked up where there is a
     *     history, which makes the schema managed in any case
     */
    public record Scanned(
            String schema,
            boolean exists,
            boolean usable,
            Optional<Set<String>> historyColumns,
            String layout,
            boolean hasLockTable,
            boolean occupied) {}

    /**
     * The boolean {@code has_history} is for the planner: it takes half of the schemas to be without a history, and hashes.
     * For {@code IS NULL} it expects next to none, and then reads a whole index of {@code pg_class} for each.
     */
    private static final String SCAN =
            """
            WITH scanned AS MATERIALIZED (
              SELECT wanted.position, wanted.schema, namespace.oid AS namespace,
                pg_catalog.has_schema_privilege(namespace.oid, 'USAGE') AS usable,
                history.oid AS history, history.oid IS NOT NULL AS has_history, lock.oid IS NOT NULL AS has_lock_table
              FROM pg_catalog.unnest(?::text[]) WITH ORDINALITY AS wanted (schema, position)
              LEFT JOIN pg_catalog.pg_namespace AS namespace ON namespace.nspname = wanted.schema
              LEFT JOIN pg_catalog.pg_class AS history ON history.relnamespace = namespace.oid
                AND history.relname = ?::text
              LEFT JOIN pg_catalog.pg_class AS lock ON lock.relnamespace = namespace.oid
                AND lock.relname = ?::text),
            occupied AS (
              SELECT DISTINCT own.namespace FROM (%s) AS own
              WHERE NOT (own.kind = 'table' AND own.name = ?::text))
            SELECT scanned.schema, scanned.usable,
              (SELECT pg_catalog.array_agg(attribute.attname::text) FROM pg_catalog.pg_attribute AS attribute
               WHERE attribute.attrelid = scanned.history AND attribute.attnum > 0 AND NOT attribute.attisdropped)
                AS history_columns,
              (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(':', attname, atttypid, atttypmod), ' ' ORDER BY attnum)
               FROM pg_catalog.pg_attribute AS attribute
               WHERE attribute.attrelid = scanned.history AND attribute.attnum > 0 AND NOT attribute.attisdropped)
                AS layout,
              scanned.has_history, scanned.has_lock_table,
              scanned.namespace IN (SELECT occupied.namespace FROM occupied) AS occupied
            FROM scanned ORDER BY scanned.position
            """.formatted(OwnObjects.in("SELECT scanned.namespace FROM scanned WHERE NOT scanned.has_history"));

    private final HistoryTables tables;

    /** Nearly all tenants have the same one; it is kept once. */
    private final Map<String, String> layouts = new HashMap<>();

    public SchemaScan(HistoryTables tables) {
        this.tables = tables;
    }

    /** Each of the schemas, in their order. */
    public List<Scanned> scan(Connection connection, Collection<String> schemas) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SCAN)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            statement.setString(2, tables.history());
            statement.setString(3, tables.lock());
            statement.setString(4, tables.lock());
            try (ResultSet rows = statement.executeQuery()) {
                List<Scanned> scanned = new ArrayList<>();
                while (rows.next()) {
                    scanned.add(read(rows));
                }
                return scanned;
            }
        }
    }

    private Scanned read(ResultSet rows) throws SQLException {
        boolean usable = rows.getBoolean("usable");
        boolean exists = !rows.wasNull();
        Optional<Set<String>> columns = rows.getBoolean("has_history")
                ? Optional.of(names(rows.getArray("history_columns")))
                : Optional.empty();
        return new Scanned(
                rows.getString("schema"),
                exists,
                usable,
                columns,
                layouts.computeIfAbsent(Objects.requireNonNullElse(rows.getString("layout"), ""), unseen -> unseen),
                rows.getBoolean("has_lock_table"),
                rows.getBoolean("occupied"));
    }

    private static Set<String> names(Array array) throws SQLException {
        return array == null ? Set.of() : Set.of((String[]) array.getArray());
    }
}
