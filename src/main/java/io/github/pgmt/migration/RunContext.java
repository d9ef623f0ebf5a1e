package io.github.pgmt.migration;

import io.github.pgmt.tenant.TenantSource;

/**
 * What every run has, whatever it does to its tenants.
 *
 * @param stop asked before every new tenant
 * @param listener hears what happens while the run goes on
 */
public record RunContext(
        RunEnvironment environment, RunOptions options, RunId runId, StopSignal stop, MigrationListener listener) {

    /** What brings tenants through engines as the options say. */
    TenantMigrator migrator() {
        return new TenantMigrator(environment.engines(), options, stop, listener, environment.conditions()::trouble);
    }

    /** The same with other tenants. */
    RunContext listing(TenantSource tenants) {
        return new RunContext(environment.listing(tenants), options, runId, stop, listener);
    }
}
