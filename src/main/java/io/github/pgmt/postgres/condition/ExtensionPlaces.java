package io.github.pgmt.postgres.condition;

import io.github.pgmt.migration.fleet.ServerConditions.ExtensionPlace;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** In which schemas extensions are, or are to be by their control files (PostgreSQL, "Extension Files"). */
final class ExtensionPlaces {

    private static final String QUESTION = """
            SELECT wanted.name, e.oid IS NOT NULL, COALESCE(n.nspname, v.schema)
            FROM pg_catalog.unnest(?) AS wanted(name)
            LEFT JOIN pg_catalog.pg_extension e ON e.extname = wanted.name
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = wanted.name
            LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
            WHERE e.oid IS NOT NULL OR a.name IS NOT NULL
            """;

    private ExtensionPlaces() {}

    static Map<String, ExtensionPlace> of(Connection connection, Collection<String> names) throws SQLException {
        Map<String, ExtensionPlace> places = new HashMap<>();
        SchemaRows.forEach(
                connection,
                QUESTION,
                names,
                row -> places.put(
                        row.getString(1),
                        new ExtensionPlace(row.getBoolean(2), Optional.ofNullable(row.getString(3)))));
        return places;
    }
}
