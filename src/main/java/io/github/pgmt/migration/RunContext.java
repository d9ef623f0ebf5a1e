package io.github.pgmt.migration;

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
        return new TenantMigrator(environment.engines(), options, stop, listener);
    }
}
