package io.github.pgmt.postgres.session;

import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.fleet.FleetObjects;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What an interrupted {@code CREATE INDEX CONCURRENTLY} leaves behind (PostgreSQL, "CREATE INDEX", "Building Indexes
 * Concurrently").
 */
final class InvalidIndexes {

    private InvalidIndexes() {}

    /**
     * Drops those of the named indexes that are INVALID and not being built.
     *
     * @param connection in autocommit mode, as {@code DROP INDEX CONCURRENTLY} wants it
     * @return the names of the dropped indexes
     */
    static List<String> drop(Connection connection, String schema, Collection<String> names) throws SQLException {
        Set<String> invalid = OwnPath.on(connection, () -> FleetObjects.invalidIndexes(connection, List.of(schema)))
                .getOrDefault(schema, Set.of());
        List<String> leftOver = invalid.stream().filter(names::contains).toList();
        try (Statement statement = connection.createStatement()) {
            for (String name : leftOver) {
                statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + Identifiers.qualify(schema, name));
            }
        }
        return leftOver;
    }
}
