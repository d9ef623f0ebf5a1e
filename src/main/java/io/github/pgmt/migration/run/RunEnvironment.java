package io.github.pgmt.migration.run;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.fleet.FleetCatalog;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.migration.fleet.ServerConditions;
import io.github.pgmt.migration.fleet.TenantRemoval;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.TenantSource;
import java.util.Collection;

/**
 * Where a run works.
 *
 * @param database the one that the run works in
 * @param conditions what must be so for a run to change anything
 * @param sharedSchemas schemas that all tenants see; never tenants themselves
 * @param shared what a migration does once, outside the tenants
 * @param newSchemas the schemas that the run makes
 * @param removal drops tenants
 * @param localHost this machine's name as Liquibase records it in {@code LOCKEDBY}
 */
public record RunEnvironment(
        Database database,
        TenantSource tenants,
        FleetDatabase fleet,
        FleetCatalog catalog,
        ServerConditions conditions,
        MigrationEngine.Factory engines,
        TenantReplays replays,
        HistoryTables tables,
        Collection<String> sharedSchemas,
        SharedSchema shared,
        NewSchemas newSchemas,
        TenantRemoval removal,
        String localHost) {

    /** The same with other tenants. */
    RunEnvironment listing(TenantSource others) {
        return new RunEnvironment(
                database,
                others,
                fleet,
                catalog,
                conditions,
                engines,
                replays,
                tables,
                sharedSchemas,
                shared,
                newSchemas,
                removal,
                localHost);
    }
}
