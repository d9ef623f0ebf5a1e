package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.postgres.registry.RowHome;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where the tenants are listed, as the user gave it. */
public record SourceParameters(
        String tenantQuery,
        String tenantTable,
        String tenantSchemaColumn,
        String tenantQueryTimeout,
        String schemaPrefix,
        String defaultSchema,
        String tenantsIn) {

    private static final Map<String, Boolean> PLACES = Map.of("database", false, "control", true);

    /**
     * Of the tenants that a database itself lists.
     *
     * @throws RunRefusedException when both a query and a table are given, or the time limit is none
     */
    public TenantSource source(Server server, List<String> sharedSchemas) {
        return registry(server, RowHome.in(server.home())).orElseGet(() -> catalog(server, sharedSchemas));
    }

    /**
     * Of the tenants that the control database lists, each with the name of its database.
     *
     * @param listed the databases that a row may name
     * @throws RunRefusedException also when neither a query nor a table is given
     */
    public TenantSource sourceInControl(Server control, Collection<Database> listed) {
        return registry(control, RowHome.named(listed))
                .orElseThrow(() -> new RunRefusedException("-Dpgmt.tenantsIn=control needs -Dpgmt.tenantQuery or "
                        + "-Dpgmt.tenantTable, which lists the tenants in the control database, with a column \""
                        + RowHome.COLUMN + "\" beside the schema. Nothing was changed."));
    }

    private Optional<TenantSource> registry(Server server, RowHome home) {
        if (tenantQuery != null && tenantTable != null) {
            throw new RunRefusedException(
                    "Both -Dpgmt.tenantQuery and -Dpgmt.tenantTable are set. Tenants are listed in one place; leave one out.");
        }
        Optional<String> prefix = prefix();
        Duration timeout = DurationText.parse("tenantQueryTimeout", tenantQueryTimeout);
        if (tenantQuery != null) {
            return Optional.of(new QueryTenants(server, home, tenantQuery, prefix, timeout));
        }
        return Optional.ofNullable(tenantTable)
                .map(table -> new TableTenants(server, home, table, tenantSchemaColumn, prefix, timeout));
    }

    Optional<String> prefix() {
        return Optional.ofNullable(schemaPrefix).filter(text -> !text.isBlank());
    }

    /**
     * Whether the control database lists the tenants of all databases.
     *
     * @throws RunRefusedException when the word is none
     */
    public boolean isInControl() {
        return Choice.of("tenantsIn", tenantsIn, PLACES);
    }

    /** The schemas that are tenants where no registry says otherwise. */
    public TenantSource catalog(Server server, List<String> sharedSchemas) {
        return new CatalogTenants(server, new CatalogTenants.Rules(defaultSchema, Set.copyOf(sharedSchemas), prefix()));
    }

    /** The schemas that all tenants see: these, and the one that is shared without being named. */
    public List<String> allShared(List<String> sharedSchemas) {
        return Stream.concat(sharedSchemas.stream(), Stream.of(defaultSchema))
                .distinct()
                .toList();
    }

    /** @throws RunRefusedException when tenants are found by their schemas: none of them can be without one */
    public void requireRegistry() {
        if (tenantQuery == null && tenantTable == null) {
            throw new RunRefusedException("This goal makes the schemas of tenants that a registry lists: name it with "
                    + "-Dpgmt.tenantTable or -Dpgmt.tenantQuery. Without a registry, setup-tenant makes a tenant.");
        }
    }

    /** @throws RunRefusedException when there is no table to insert a row into */
    public void requireTable() {
        if (isInControl()) {
            throw new RunRefusedException(
                    "This goal inserts the tenant's row and makes its schema in one database, and with "
                            + "-Dpgmt.tenantsIn=control the row is in another one. Insert the row yourself; setup-tenant then makes "
                            + "the rest.");
        }
        if (tenantTable == null) {
            throw new RunRefusedException("This goal inserts the tenant's row into the registry: name its table with "
                    + "-Dpgmt.tenantTable. "
                    + (tenantQuery == null
                            ? "Without a registry, setup-tenant makes a tenant."
                            : "With -Dpgmt.tenantQuery, insert the row yourself; setup-tenant then makes the rest."));
        }
    }

    /** The table that lists a database's tenants in that database itself, where it is a table that does. */
    public Optional<TenantTable> table() {
        return Optional.ofNullable(tenantTable)
                .filter(table -> !isInControl())
                .map(table -> new TenantTable(table, tenantSchemaColumn));
    }
}
