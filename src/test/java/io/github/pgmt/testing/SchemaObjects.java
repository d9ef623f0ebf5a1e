package io.github.pgmt.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of every schema but PostgreSQL's own.
 *
 * @param bySchema kinds and names, sorted; a schema without objects has an empty list
 */
public record SchemaObjects(Map<String, List<String>> bySchema) {

    private static final String OBJECTS = """
            SELECT namespace.nspname, object.text
            FROM pg_namespace AS namespace
            LEFT JOIN (
              SELECT relnamespace AS namespace, 'relation ' || relkind::text || ' ' || relname AS text FROM pg_class
              UNION ALL SELECT connamespace, 'constraint ' || contype::text || ' ' || conname FROM pg_constraint
              UNION ALL SELECT typnamespace, 'type ' || typtype::text || ' ' || typname FROM pg_type
              UNION ALL SELECT pronamespace, 'function ' || proname FROM pg_proc) AS object
              ON object.namespace = namespace.oid
            WHERE namespace.nspname !~ '^pg_' AND namespace.nspname <> 'information_schema'
            ORDER BY 1, 2
            """;

    /** Reads them. */
    public static SchemaObjects of(TestDatabase database) {
        Map<String, List<String>> bySchema = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OBJECTS)) {
            while (rows.next()) {
                List<String> objects = bySchema.computeIfAbsent(rows.getString(1), first -> new ArrayList<>());
                if (rows.getString(2) != null) {
                    objects.add(rows.getString(2));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new SchemaObjects(bySchema);
    }

    /** Of this schema. */
    public List<String> in(String schema) {
        return bySchema.get(schema);
    }
}
