package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.CodeLook;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.TablesLook;
import io.github.pgmt.migration.fleet.UntrustedCode;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.table.ShapeSurvey;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantsBySchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the whole fleet with few statements: the catalog in one for all schemas, Liquibase's tables in one for up to a
 * hundred, and these on several connections. Every statement is a transaction of its own, every call has connections of
 * its own.
 */
public final class PostgresFleet implements FleetDatabase {

    private final CatalogReader reader;
    private final Database home;
    private final HistoryTables tables;
    private final Trust trust;
    private final boolean onNodes;

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
        this.home = server.home();
        this.reader = new CatalogReader(server, connections, List.of());
        this.tables = tables;
        this.onNodes = server.citus().isPresent();
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Map<Tenant, TenantHistory> histories(Collection<Tenant> tenants) {
        return histories(tenants, HistoryTimes.UNTOLD);
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Map<Tenant, TenantHistory> historiesSince(Collection<Tenant> tenants, LocalDateTime time) {
        return histories(tenants, HistoryTimes.since(time));
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Map<Tenant, TenantHistory> historiesByTime(Collection<Tenant> tenants) {
        return histories(tenants, HistoryTimes.FIRST);
    }

    private Map<Tenant, TenantHistory> histories(Collection<Tenant> tenants, HistoryTimes times) {
        return TenantsBySchema.ask(tenants, schemas -> historiesIn(schemas, times));
    }

    private Map<String, TenantHistory> historiesIn(Collection<String> schemas, HistoryTimes times) {
        if (schemas.isEmpty()) {
            return Map.of();
        }
        return reader.readTogether(
                "the tenants' histories",
                readers -> new HistoryReader(tables, home, trust.limit(), readers, times).read(schemas));
    }

    @Override
    public CodeLook untrustedCode(Collection<Tenant> tenants, Collection<String> shared) {
        TenantsBySchema bySchema = TenantsBySchema.of(tenants);
        Set<String> schemas = new LinkedHashSet<>(shared);
        schemas.addAll(bySchema.schemas());
        if (schemas.isEmpty()) {
            return CodeLook.NOTHING;
        }
        Map<String, UntrustedCode> found = reader.read(
                "the schemas' operators and functions",
                connection -> UntrustedObjects.find(connection, schemas, trust.owners()));
        List<UntrustedCode> ofShared = found.values().stream()
                .filter(code -> shared.contains(code.schema()))
                .toList();
        found.keySet().retainAll(bySchema.schemas());
        return new CodeLook(bySchema.byTenant(found), ofShared);
    }

    @Override
    public TablesLook untrustedTables(Collection<Tenant> tenants) {
        return tenants.isEmpty()
                ? new TablesLook(Map.of(), Map.of())
                : reader.read(
                        "the shape of Liquibase's tables",
                        connection -> new ShapeSurvey(tables, connection).look(TenantsBySchema.of(tenants)));
    }

    @Override
    public Set<Tenant> existing(Collection<Tenant> tenants) {
        return TenantsBySchema.choose(tenants, reading("which schemas there are", FleetObjects::existing));
    }

    @Override
    public Map<Tenant, Set<String>> invalidIndexes(Collection<Tenant> tenants) {
        return TenantsBySchema.ask(tenants, reading("the tenants' indexes", FleetObjects::invalidIndexes));
    }

    @Override
    public Map<Tenant, Set<String>> objectNames(Collection<Tenant> tenants) {
        return TenantsBySchema.ask(tenants, reading("the tenants' objects", FleetObjects::names));
    }

    @Override
    public Set<OutsideObject> objectsOutside(Collection<String> schemas) {
        return reader.read("the other schemas' objects", connection -> FleetObjects.outside(connection, schemas));
    }

    @Override
    public Map<Tenant, SchemaSize> sizes(Collection<Tenant> tenants) {
        return TenantsBySchema.ask(
                tenants,
                reading(
                        "the tenants' sizes",
                        (connection, schemas) -> new SchemaSizes(tables, connection, onNodes).measure(schemas)));
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
    public List<TenantHistory> historiesElsewhere(Collection<String> candidates) {
        return List.copyOf(
                historiesIn(schemasWithHistory(candidates), HistoryTimes.UNTOLD).values());
    }

    @Override
    public Set<Tenant> withHistory(Collection<Tenant> tenants) {
        return TenantsBySchema.choose(tenants, this::schemasWithHistory);
    }

    @Override
    public Set<Tenant> withObjects(Collection<Tenant> tenants) {
        return TenantsBySchema.choose(
                tenants,
                reading(
                        "the schemas' own objects",
                        (connection, schemas) -> FleetObjects.occupied(connection, schemas, tables)));
    }

    private interface Question<T> {

        T of(Connection connection, Collection<String> schemas) throws SQLException;
    }

    private <T> Function<Set<String>, T> reading(String what, Question<T> question) {
        return schemas -> reader.read(what, connection -> question.of(connection, schemas));
    }
}
