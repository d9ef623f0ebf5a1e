package io.github.pgmt.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What an interrupted {@code CREATE INDEX CONCURRENTLY} leaves behind (PostgreSQL, "CREATE INDEX", "Building Indexes Concurrently"). */
final class InvalidIndexes {

    private static final String FIND = """
            SELECT c.relname
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname = ? AND c.relname = ANY (?)
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid)
            """;

    private InvalidIndexes() {}

    /**
     * Drops those of the named indexes that are INVALID and not being built.
     *
     * @param connection in autocommit mode, as {@code DROP INDEX CONCURRENTLY} wants it
     */
    static List<String> drop(Connection connection, String schema, Collection<String> names) throws SQLException {
        List<String> invalid = find(connection, schema, names);
        try (Statement statement = connection.createStatement()) {
            for (String name : invalid) {
                statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + Identifiers.qualify(schema, name));
            }
        }
        return invalid;
    }

    private static List<String> find(Connection connection, String schema, Collection<String> names)
            throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            Array candidates = connection.createArrayOf("text", names.toArray());
            statement.setString(1, schema);
            statement.setArray(2, candidates);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }
}
