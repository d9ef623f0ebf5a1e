package io.github.pgmt.postgres.registry;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One row into the table of tenants, from texts: the server makes of each what its column is. */
final class RegistryInsert {

    private static final String ATTRIBUTES = "-Dpgmt.attributes";
    private static final String DATA_EXCEPTION = "22";

    private final Connection connection;
    private final RegistryTable table;
    private final String nameColumn;

    RegistryInsert(Connection connection, RegistryTable table, String nameColumn) {
        this.connection = connection;
        this.table = table;
        this.nameColumn = nameColumn;
    }

    /**
     * The row by the columns' exact names.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when an attribute is no column
     * @throws RunRefusedException when one is the tenant's name, or two are the same column
     */
    Map<String, String> values(String name, Map<String, String> attributes) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(nameColumn, name);
        attributes.forEach((attribute, value) -> {
            String column = table.column(attribute, "Correct " + ATTRIBUTES + ". Nothing was changed.");
            if (column.equals(nameColumn)) {
                throw new RunRefusedException(ATTRIBUTES + ": the column \"" + column
                        + "\" names the tenant and comes from -Dpgmt.tenant; leave it out. Nothing was changed.");
            }
            if (values.put(column, value) != null) {
                throw new RunRefusedException(
                        ATTRIBUTES + " gives the column \"" + column + "\" twice. Nothing was changed.");
            }
        });
        return values;
    }

    /** @throws RunRefusedException when the role may not insert the row, or could not take it back */
    void requirePrivileges() throws SQLException {
        String question = "SELECT current_user, pg_catalog.has_table_privilege(?::pg_catalog.text, 'SELECT') "
                + "AND pg_catalog.has_any_column_privilege(?::pg_catalog.text, 'INSERT') "
                + "AND pg_catalog.has_table_privilege(?::pg_catalog.text, 'DELETE')";
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            for (int parameter = 1; parameter <= 3; parameter++) {
                statement.setString(parameter, table.qualified());
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(2)) {
                    throw new RunRefusedException("The role may not make rows in " + table.qualified()
                            + ", or not take them back when the migration fails. Grant it: GRANT SELECT, INSERT, DELETE ON "
                            + table.qualified() + " TO " + Identifiers.quote(row.getString(1))
                            + "; Nothing was changed.");
                }
            }
        }
    }

    /** @throws RunRefusedException when a value does not fit its column; an error of the server says only which value */
    void run(Map<String, String> values) throws SQLException {
        for (Map.Entry<String, String> value : values.entrySet()) {
            requireFitting(value.getKey(), value.getValue());
        }
        execute("", values.keySet(), List.copyOf(values.values()));
        try (Statement statement = connection.createStatement()) {
            // Else a constraint that is checked at the end would let the row in and fail the commit.
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }

    /** The value is converted while the statement is planned; nothing is inserted, and no trigger or sequence runs. */
    private void requireFitting(String column, String value) throws SQLException {
        try {
            execute("EXPLAIN ", List.of(column), List.of(value));
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith(DATA_EXCEPTION)) {
                connection.rollback();
                throw new RunRefusedException(
                        (column.equals(nameColumn) ? "-Dpgmt.tenant" : ATTRIBUTES) + ": the value of \"" + column
                                + "\" does not fit the column, which is " + type(column) + " (SQLSTATE " + state
                                + "). Nothing was changed.");
            }
            throw e;
        }
    }

    private void execute(String explain, Collection<String> columns, List<String> values) throws SQLException {
        String sql = explain + "INSERT INTO " + table.qualified() + " ("
                + columns.stream().map(Identifiers::quote).collect(Collectors.joining(", ")) + ") VALUES ("
                + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (String value : values) {
                // Untyped: as a text it would not go into a column of another type.
                statement.setObject(parameter++, value, Types.OTHER);
            }
            statement.execute();
        }
    }

    private String type(String column) throws SQLException {
        String question = "SELECT pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute "
                + "WHERE attrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?::pg_catalog.text)::pg_catalog.oid "
                + "AND attname OPERATOR(pg_catalog.=) ?::pg_catalog.name";
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, table.qualified());
            statement.setString(2, column);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "of another type";
            }
        }
    }
}
