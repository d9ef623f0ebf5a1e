package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.fleet.FleetCatalog;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.migration.fleet.ServerConditions;
import io.github.pgmt.migration.fleet.TenantRemoval;
import io.github.pgmt.tenant.TenantSource;
import java.util.Objects;

/**
 * What a run that changes tenants asks of one database.
 *
 * @param tenants which of its tenants are listed
 * @param conditions what must be so for a run to change anything
 * @param sessions what is open on its tenants
 * @param newSchemas the schemas that the run makes
 * @param removal drops tenants
 */
public record RunPorts(
        TenantSource tenants,
        FleetDatabase fleet,
        FleetCatalog catalog,
        ServerConditions conditions,
        TenantSessions sessions,
        TenantReplays replays,
        NewSchemas newSchemas,
        TenantRemoval removal) {

    public RunPorts {
        Objects.requireNonNull(tenants, "tenants is null");
        Objects.requireNonNull(fleet, "fleet is null");
        Objects.requireNonNull(catalog, "catalog is null");
        Objects.requireNonNull(conditions, "conditions is null");
        Objects.requireNonNull(sessions, "sessions is null");
        Objects.requireNonNull(replays, "replays is null");
        Objects.requireNonNull(newSchemas, "newSchemas is null");
        Objects.requireNonNull(removal, "removal is null");
    }

    /** The same with other tenants. */
    public RunPorts listing(TenantSource others) {
        return new RunPorts(others, fleet, catalog, conditions, sessions, replays, newSchemas, removal);
    }

    /** The same with another way to read many tenants. */
    public RunPorts reading(FleetDatabase other) {
        return new RunPorts(tenants, other, catalog, conditions, sessions, replays, newSchemas, removal);
    }
}
