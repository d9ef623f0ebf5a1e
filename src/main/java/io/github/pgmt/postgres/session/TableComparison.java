package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the tables of two schemas: their names, and the names, types and NOT NULL of their columns. Liquibase's own
 * tables, members of extensions and partitions (which applications make as time goes by) are left out.
 */
public final class TableComparison {

    /**
     * A type of the schema's own is written without the schema, since there it has the same name in both. The schema's name is to be
     * put in, and the names of the tables that are left out.
     */
    private static final String COLUMNS = """
            SELECT relation.relname, attribute.attname,
              pg_catalog.replace(pg_catalog.format_type(attribute.atttypid, attribute.atttypmod),
                pg_catalog.quote_ident(namespace.nspname) || '.', '')
                || CASE WHEN attribute.attnotnull THEN ' NOT NULL' ELSE '' END
            FROM pg_catalog.pg_namespace AS namespace
            JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = namespace.oid
              AND relation.relkind IN ('r', 'p') AND NOT relation.relispartition
            LEFT JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = relation.oid
              AND attribute.attnum > 0 AND NOT attribute.attisdropped
            WHERE namespace.nspname = %s AND relation.relname <> ALL (%s::text[])
              AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend AS mark
                WHERE mark.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND mark.objid = relation.oid
                  AND mark.deptype = 'e')
            """;

    private final HistoryTables tables;

    public TableComparison(HistoryTables tables) {
        this.tables = tables;
    }

    /**
     * The tables of a schema in one value, as an SQL expression of the type text that is to be asked on {@link OwnPath}. Two schemas
     * have the same exactly where there is no difference between them.
     */
    public String sum(String schema) {
        String leftOut =
                "ARRAY[" + Identifiers.literal(tables.history()) + ", " + Identifiers.literal(tables.lock()) + "]";
        // Quoted, so that no name can look like two.
        String line = "concat_ws(',', quote_literal(relation), quote_literal(attribute), quote_literal(type))";
        return "(SELECT encode(sha256(convert_to(coalesce(string_agg(" + line + ", ';' ORDER BY " + line
                + " COLLATE \"C\"), ''), 'UTF8')), 'hex') FROM ("
                + COLUMNS.formatted(Identifiers.literal(schema), leftOut)
                + ") AS columns (relation, attribute, type))";
    }

    /** What is different in {@code schema}, a sentence each, in the order of the tables' names. */
    List<String> differences(Connection connection, String schema, String expectedSchema) throws SQLException {
        Map<String, Map<String, String>> found = columns(connection, schema);
        Map<String, Map<String, String>> expected = columns(connection, expectedSchema);
        List<String> differences = new ArrayList<>();
        expected.forEach((table, columns) -> {
            if (found.containsKey(table)) {
                compare(table, found.get(table), columns, differences);
            } else {
                differences.add("The table " + table + " is missing.");
            }
        });
        found.keySet().stream()
                .filter(table -> !expected.containsKey(table))
                .forEach(table -> differences.add("The changelog does not make the table " + table + "."));
        return differences;
    }

    private static void compare(
            String table, Map<String, String> found, Map<String, String> expected, List<String> differences) {
        expected.forEach((column, type) -> {
            String name = table + "." + column;
            if (!found.containsKey(column)) {
                differences.add("The column " + name + " (" + type + ") is missing.");
            } else if (!found.get(column).equals(type)) {
                differences.add(
                        "The column " + name + " is " + found.get(column) + "; the changelog makes it " + type + ".");
            }
        });
        found.keySet().stream()
                .filter(column -> !expected.containsKey(column))
                .forEach(column ->
                        differences.add("The changelog does not make the column " + table + "." + column + "."));
    }

    /** Types by column by table. */
    private Map<String, Map<String, String>> columns(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS.formatted("?", "?"))) {
            statement.setString(1, schema);
            statement.setArray(2, connection.createArrayOf("text", new String[] {tables.history(), tables.lock()}));
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, Map<String, String>> columns = new TreeMap<>();
                while (rows.next()) {
                    Map<String, String> ofTable = columns.computeIfAbsent(rows.getString(1), table -> new TreeMap<>());
                    if (rows.getString(2) != null) {
                        ofTable.put(rows.getString(2), rows.getString(3));
                    }
                }
                return columns;
            }
        }
    }
}
