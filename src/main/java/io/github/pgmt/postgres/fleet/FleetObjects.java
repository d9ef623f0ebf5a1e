package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.FleetDatabase.OutsideObject;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is in many schemas, or outside them, by the catalog alone: no table of a tenant is opened or locked. */
public final class FleetObjects {

    private static final String EXISTING = "SELECT namespace.nspname FROM pg_catalog.pg_namespace AS namespace "
            + "WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[]))";

    private static final String WANTED = """
            WITH wanted AS MATERIALIZED (
              SELECT namespace.oid, namespace.nspname AS schema FROM pg_catalog.pg_namespace AS namespace
              WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[])))
            """;

    /** Everything that has a name in a schema, whoever made it: here a name too many does no harm. */
    private static final String NAMES = WANTED + """
            SELECT wanted.schema, named.name
            FROM (
              SELECT relnamespace AS namespace, relname AS name FROM pg_catalog.pg_class
              UNION SELECT pronamespace, proname FROM pg_catalog.pg_proc
              UNION SELECT typnamespace, typname FROM pg_catalog.pg_type WHERE typcategory <> 'A') AS named
            JOIN wanted ON wanted.oid = named.namespace
            """;

    /**
     * A session that builds an index is in {@code pg_stat_progress_create_index} and keeps the table locked. Both can be
     * seen of other roles' sessions, the index's own oid cannot. A partitioned index may stay invalid on purpose.
     */
    private static final String INVALID_INDEXES = WANTED + """
            SELECT wanted.schema, relation.relname AS name
            FROM pg_catalog.pg_index AS index
            JOIN pg_catalog.pg_class AS relation ON relation.oid = index.indexrelid AND relation.relkind = 'i'
            JOIN wanted ON wanted.oid = relation.relnamespace
            WHERE NOT index.indisvalid AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_stat_progress_create_index AS build
              JOIN pg_catalog.pg_locks AS lock ON lock.pid = build.pid AND lock.locktype = 'relation'
              WHERE build.datname = pg_catalog.current_database() AND lock.database = build.datid
                AND lock.relation = index.indrelid AND lock.granted)
            """;

    private static final String OUTSIDE = """
            WITH outside AS MATERIALIZED (
              SELECT namespace.oid, namespace.nspname AS schema FROM pg_catalog.pg_namespace AS namespace
              WHERE NOT pg_catalog.starts_with(namespace.nspname::text, 'pg_')
                AND namespace.nspname <> 'information_schema'
                AND namespace.nspname NOT IN (SELECT pg_catalog.unnest(?::text[])))
            SELECT own.kind, outside.schema, own.name FROM (%s) AS own JOIN outside ON outside.oid = own.namespace
            """.formatted(OwnObjects.withIndexesIn("SELECT outside.oid FROM outside"));

    private static final String OCCUPIED = WANTED + """
            SELECT DISTINCT wanted.schema FROM (%s) AS own JOIN wanted ON wanted.oid = own.namespace
            WHERE NOT (own.kind = 'table' AND own.name IN (?::text, ?::text))
            """.formatted(OwnObjects.in("SELECT wanted.oid FROM wanted"));

    private FleetObjects() {}

    /** Those of the schemas that there are. */
    static Set<String> existing(Connection connection, Collection<String> schemas) throws SQLException {
        Set<String> existing = new LinkedHashSet<>();
        SchemaRows.forEach(connection, EXISTING, schemas, row -> existing.add(row.getString(1)));
        return existing;
    }

    /** Names by schema; a schema without any is left out. */
    static Map<String, Set<String>> names(Connection connection, Collection<String> schemas) throws SQLException {
        return bySchema(connection, NAMES, schemas);
    }

    /** Names of invalid indexes by schema; a schema without any is left out. */
    public static Map<String, Set<String>> invalidIndexes(Connection connection, Collection<String> schemas)
            throws SQLException {
        return bySchema(connection, INVALID_INDEXES, schemas);
    }

    /** Objects that are in none of the schemas and not PostgreSQL's or an extension's. */
    static Set<OutsideObject> outside(Connection connection, Collection<String> schemas) throws SQLException {
        Set<OutsideObject> outside = new LinkedHashSet<>();
        SchemaRows.forEach(
                connection,
                OUTSIDE,
                schemas,
                row -> outside.add(
                        new OutsideObject(row.getString("kind"), row.getString("schema"), row.getString("name"))));
        return outside;
    }

    /** Those of the schemas in which somebody made something by name, Liquibase's two tables aside. */
    static List<String> occupied(Connection connection, Collection<String> schemas, HistoryTables tables)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OCCUPIED)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            statement.setString(2, tables.history());
            statement.setString(3, tables.lock());
            try (ResultSet rows = statement.executeQuery()) {
                List<String> occupied = new ArrayList<>();
                while (rows.next()) {
                    occupied.add(rows.getString(1));
                }
                return occupied;
            }
        }
    }

    private static Map<String, Set<String>> bySchema(Connection connection, String sql, Collection<String> schemas)
            throws SQLException {
        Map<String, Set<String>> names = new HashMap<>();
        SchemaRows.forEach(
                connection,
                sql,
                schemas,
                row -> names.computeIfAbsent(row.getString("schema"), absent -> new TreeSet<>())
                        .add(row.getString("name")));
        return names;
    }
}
