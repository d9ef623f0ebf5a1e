package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.TablesLook;
import io.github.pgmt.migration.fleet.UntrustedCode;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.table.ShapeSurvey;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the whole fleet with few statements: the catalog in one for all schemas, Liquibase's tables in one for up to a
 * hundred, and these on several connections. Every statement is a transaction of its own, every call has connections of
 * its own.
 */
public final class PostgresFleet implements FleetDatabase {

    private final CatalogReader reader;
    private final HistoryTables tables;
    private final Trust trust;

    /** @param connections how many may read at once; helpers that get none are done without */
    public PostgresFleet(Server server, HistoryTables tables, int connections) {
        this(server, tables, connections, Trust.DEFAULT);
    }

    /**
     * @param connections how many may read at once; helpers that get none are done without
     * @param trust how far what is in the schemas is believed
     */
    public PostgresFleet(Server server, HistoryTables tables, int connections, Trust trust) {
        this.trust = trust;
        this.reader = new CatalogReader(server, connections, "");
        this.tables = tables;
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Map<String, TenantHistory> histories(Collection<String> schemas) {
        return histories(schemas, Optional.empty());
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Map<String, TenantHistory> historiesSince(Collection<String> schemas, LocalDateTime time) {
        return histories(schemas, Optional.of(time));
    }

    private Map<String, TenantHistory> histories(Collection<String> schemas, Optional<LocalDateTime> since) {
        if (schemas.isEmpty()) {
            return Map.of();
        }
        return reader.readTogether(
                "the tenants' histories",
                readers -> new HistoryReader(tables, trust.limit(), readers, since).read(schemas));
    }

    @Override
    public Map<String, UntrustedCode> untrustedCode(Collection<String> schemas) {
        return schemas.isEmpty()
                ? Map.of()
                : reader.read(
                        "the schemas' operators and functions",
                        connection -> UntrustedObjects.find(connection, schemas, trust.owners()));
    }

    @Override
    public TablesLook untrustedTables(Collection<String> schemas) {
        return schemas.isEmpty()
                ? new TablesLook(Map.of(), Map.of())
                : reader.read(
                        "the shape of Liquibase's tables",
                        connection -> new ShapeSurvey(tables, connection).look(schemas));
    }

    @Override
    public Set<String> existing(Collection<String> schemas) {
        return reader.read("which schemas there are", connection -> FleetObjects.existing(connection, schemas));
    }

    @Override
    public Map<String, Set<String>> invalidIndexes(Collection<String> schemas) {
        return reader.read("the tenants' indexes", connection -> FleetObjects.invalidIndexes(connection, schemas));
    }

    @Override
    public Map<String, Set<String>> objectNames(Collection<String> schemas) {
        return reader.read("the tenants' objects", connection -> FleetObjects.names(connection, schemas));
    }

    @Override
    public Set<OutsideObject> objectsOutside(Collection<String> schemas) {
        return reader.read("the other schemas' objects", connection -> FleetObjects.outside(connection, schemas));
    }

    @Override
    public Map<String, SchemaSize> sizes(Collection<String> schemas) {
        return reader.read("the tenants' sizes", connection -> new SchemaSizes(tables, connection).measure(schemas));
    }

    @Override
    public List<String> schemasWithHistory(Collection<String> candidates) {
        return reader.read(
                "the schemas that hold a history",
                connection -> new SchemaScan(tables)
                        .scan(connection, candidates).stream()
                                .filter(schema -> schema.historyColumns().isPresent())
                                .map(SchemaScan.Scanned::schema)
                                .toList());
    }

    @Override
    public List<String> schemasWithObjects(Collection<String> candidates) {
        return reader.read(
                "the schemas' own objects", connection -> FleetObjects.occupied(connection, candidates, tables));
    }
}
