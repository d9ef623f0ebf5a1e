package io.github.pgmt.migration.preview;

import java.util.List;
import java.util.Objects;

/**
 * The row that a run would insert into the registry for a new tenant; no value is in it.
 *
 * @param table the registry as in SQL: quoted, with its schema
 * @param nameColumn the exact name of the column that names the tenant
 * @param schemaPrefix what the schema has before that name; may be empty
 * @param given the exact names of the further columns that the user gives values for, in order
 * @param columns the exact names of all columns, also of those that the registry fills by itself
 */
public record InsertedRow(
        String table, String nameColumn, String schemaPrefix, List<String> given, List<String> columns) {

    public InsertedRow {
        Objects.requireNonNull(table, "table is null");
        Objects.requireNonNull(nameColumn, "nameColumn is null");
        Objects.requireNonNull(schemaPrefix, "schemaPrefix is null");
        given = List.copyOf(given);
        columns = List.copyOf(columns);
    }
}
