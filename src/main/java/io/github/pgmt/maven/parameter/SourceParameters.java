package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.List;
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
        String defaultSchema) {

    /** @throws RunRefusedException when both a query and a table are given, or the time limit is none */
    public TenantSource source(Server server, List<String> sharedSchemas) {
        Optional<String> prefix = Optional.ofNullable(schemaPrefix).filter(text -> !text.isBlank());
        if (tenantQuery != null && tenantTable != null) {
            throw new RunRefusedException(
                    "Both -Dpgmt.tenantQuery and -Dpgmt.tenantTable are set. Tenants are listed in one place; leave one out.");
        }
        Duration timeout = DurationText.parse("tenantQueryTimeout", tenantQueryTimeout);
        if (tenantQuery != null) {
            return new QueryTenants(server, tenantQuery, prefix, timeout);
        }
        if (tenantTable != null) {
            return new TableTenants(server, tenantTable, tenantSchemaColumn, prefix, timeout);
        }
        return catalog(server, sharedSchemas);
    }

    /** The schemas that are tenants where no registry says otherwise. */
    public TenantSource catalog(Server server, List<String> sharedSchemas) {
        Optional<String> prefix = Optional.ofNullable(schemaPrefix).filter(text -> !text.isBlank());
        return new CatalogTenants(server, new CatalogTenants.Rules(defaultSchema, Set.copyOf(sharedSchemas), prefix));
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
        if (tenantTable == null) {
            throw new RunRefusedException("This goal inserts the tenant's row into the registry: name its table with "
                    + "-Dpgmt.tenantTable. "
                    + (tenantQuery == null
                            ? "Without a registry, setup-tenant makes a tenant."
                            : "With -Dpgmt.tenantQuery, insert the row yourself; setup-tenant then makes the rest."));
        }
    }

    /** The table that lists the tenants, where it is a table that does. */
    public Optional<TenantTable> table() {
        return Optional.ofNullable(tenantTable).map(table -> new TenantTable(table, tenantSchemaColumn));
    }
}
