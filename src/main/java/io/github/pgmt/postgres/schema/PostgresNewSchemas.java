package io.github.pgmt.postgres.schema;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.Tenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes schemas and remembers them by their oids, so that one which somebody else made is never taken for its own. */
public final class PostgresNewSchemas implements NewSchemas {

    private final Server server;
    private final CatalogReader reader;
    private final HistoryTables tables;
    private final Map<String, Long> created = new ConcurrentHashMap<>();

    /** @param tables Liquibase's, which tell whether somebody else has worked in a schema that is to go again */
    public PostgresNewSchemas(Server server, HistoryTables tables) {
        this.server = server;
        this.reader = new CatalogReader(server);
        this.tables = tables;
    }

    /**
     * Makes the schema unless it is there, in a session that holds the tenant's lock; see {@link SchemaCreation}.
     *
     * @param searchPath the tenant's, which begins with the schema
     */
    public void createIfMissing(Connection connection, List<String> searchPath, NewSchema newSchema)
            throws SQLException {
        new SchemaCreation(connection, searchPath, newSchema).ifMissing(oid -> created.put(searchPath.get(0), oid));
    }

    /**
     * The same in a session that does not hold the lock, but only until the schema is made.
     *
     * @throws io.github.pgmt.migration.failure.TenantUnavailableException also when another session holds it
     */
    public void createIfMissingAndFree(Connection connection, List<String> searchPath, NewSchema newSchema)
            throws SQLException {
        new SchemaCreation(connection, searchPath, newSchema)
                .ifMissingAndFree(oid -> created.put(searchPath.get(0), oid));
    }

    @Override
    public Set<String> existing() {
        return reader.read(
                "the schemas", connection -> names(connection, "SELECT nspname FROM pg_catalog.pg_namespace"));
    }

    @Override
    public Collection<String> missingRoles(Collection<String> roles) {
        Set<String> missing = new LinkedHashSet<>(roles);
        if (!missing.isEmpty()) {
            missing.removeAll(reader.read(
                    "the roles", connection -> names(connection, "SELECT rolname FROM pg_catalog.pg_roles")));
        }
        return missing;
    }

    private static Set<String> names(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            Set<String> names = new HashSet<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    @Override
    public boolean isCreated(Tenant tenant) {
        return created.containsKey(tenant.schema());
    }

    @Override
    public Optional<String> remove(Tenant tenant) {
        String schema = tenant.schema();
        Long namespace = created.get(schema);
        if (namespace == null) {
            return Optional.of("this run did not create it.");
        }
        Optional<String> obstacle = new SchemaRemoval(server, tables, schema, namespace).remove();
        if (obstacle.isEmpty()) {
            created.remove(schema);
        }
        return obstacle;
    }
}
