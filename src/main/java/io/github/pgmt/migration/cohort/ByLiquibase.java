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
 */
record ByLiquibase(RunOptions options, int tenants) {

    EngineResult migrate(MigrationEngine engine, Tenant tenant) {
        return options.atomicity() == Atomicity.TENANT
                ? engine.migrateWhole(tenant, Math.min(options.threads(), tenants))
                : engine.migrate(tenant);
    }
}
