package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.Tenant;

/**
 * Migrates a tenant by Liquibase itself, in as many transactions as the user wants.
 *
 * @param tenants how many the run migrates
 * @param newTenants those of them that have to be made first
 */
record ByLiquibase(RunOptions options, int tenants, NewTenants newTenants) {

    EngineResult migrate(MigrationEngine engine, Tenant tenant) {
        if (newTenants.contains(tenant)) {
            return newTenants.migrate(engine, tenant);
        }
        return options.atomicity() == Atomicity.TENANT
                ? engine.migrateWhole(tenant, Math.min(options.threads(), tenants))
                : engine.migrate(tenant);
    }
}
