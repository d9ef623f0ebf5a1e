package io.github.pgmt.postgres.registry;

import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.tenant.InvalidSelectionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The application's table of tenants as the catalog has it.
 *
 * @param schema the schema's exact name
 * @param name the table's exact name
 * @param columns exact names in their order
 * @param isTable whether it is a table, and no view or foreign table, which may run code of the application's
 */
public record RegistryTable(String schema, String name, List<String> columns, boolean isTable) {

    /** What to do when the column that names tenants is not there. */
    static final String SCHEMA_COLUMN_HINT =
            "Name the one that holds the tenants' names with -Dpgmt.tenantSchemaColumn.";

    private static final String LOOK_UP = """
            SELECT namespace.nspname, relation.relname, attribute.attname, relation.relkind IN ('r', 'p')
            FROM pg_catalog.pg_class AS relation
            JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
            JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = relation.oid
              AND attribute.attnum > 0 AND NOT attribute.attisdropped
            WHERE relation.oid = ?::pg_catalog.oid AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')
            ORDER BY attribute.attnum
            """;

    public RegistryTable {
        columns = List.copyOf(columns);
    }

    /**
     * Finds a table or view.
     *
     * @param connection with the role's own search_path
     * @param written as in SQL: without quotes in any case and, without a schema, along the search_path
     * @throws InvalidSelectionException when there is none
     */
    public static RegistryTable find(Connection connection, String written) throws SQLException {
        long oid = resolve(connection, written);
        return OwnPath.on(connection, () -> find(connection, oid, written));
    }

    /** The only statement that goes along the search_path; 0 when there is none. */
    private static long resolve(Connection connection, String written) throws SQLException {
        String question = "SELECT pg_catalog.to_regclass(?::pg_catalog.text)::pg_catalog.oid";
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, written);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static RegistryTable find(Connection connection, long oid, String written) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOK_UP)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new InvalidSelectionException("There is no table " + written
                            + " for -Dpgmt.tenantTable. Write it as in SQL, schema.table; names with capitals need double "
                            + "quotes.");
                }
                return read(rows);
            }
        }
    }

    private static RegistryTable read(ResultSet rows) throws SQLException {
        String schema = rows.getString(1);
        String name = rows.getString(2);
        boolean isTable = rows.getBoolean(4);
        List<String> columns = new ArrayList<>();
        do {
            columns.add(rows.getString(3));
        } while (rows.next());
        return new RegistryTable(schema, name, columns, isTable);
    }

    /**
     * Runs a statement of pgmt's own that reads from it. Rows of a table that row level security hides are an error; a view
     * finds what it finds in the application's own sessions.
     */
    <T> T read(Connection connection, OwnPath.Work<T, RuntimeException> reading) throws SQLException {
        return isTable ? OwnPath.on(connection, reading) : reading.run();
    }

    /** A query for all columns, this one first. */
    String select(String firstColumn) {
        String first = column(firstColumn, SCHEMA_COLUMN_HINT);
        List<String> ordered = new ArrayList<>(columns);
        ordered.remove(first);
        ordered.add(0, first);
        return "SELECT " + ordered.stream().map(Identifiers::quote).collect(Collectors.joining(", ")) + " FROM "
                + qualified();
    }

    /**
     * The exact name of a column.
     *
     * @param written as PostgreSQL stores it; in another case where that is unambiguous
     * @param hint what to do when there is none
     * @throws InvalidSelectionException when there is none
     */
    String column(String written, String hint) {
        if (columns.contains(written)) {
            return written;
        }
        List<String> alike = columns.stream().filter(written::equalsIgnoreCase).toList();
        if (alike.size() == 1) {
            return alike.get(0);
        }
        throw new InvalidSelectionException("The table " + qualified() + " has no column \"" + written + "\"; it has "
                + String.join(", ", columns) + ". " + hint);
    }

    /** The table's name, quoted, with its schema. */
    String qualified() {
        return Identifiers.qualify(schema, name);
    }
}
