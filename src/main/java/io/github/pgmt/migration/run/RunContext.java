package io.github.pgmt.migration.run;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.event.UncountedListener;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What every run has, whatever it does to its tenants.
 *
 * @param stop asked before every new tenant
 * @param listener hears what happens while the run goes on
 * @param selection which tenants are meant; those that are in it by a name are missed when they are not there
 */
public record RunContext(
        RunEnvironment environment,
        RunOptions options,
        RunId runId,
        StopSignal stop,
        MigrationListener listener,
        TenantSelection selection) {

    public RunContext {
        Objects.requireNonNull(selection, "selection is null");
    }

    /** Of a run over all tenants, until it is told otherwise. */
    public RunContext(
            RunEnvironment environment, RunOptions options, RunId runId, StopSignal stop, MigrationListener listener) {
        this(environment, options, runId, stop, listener, TenantSelection.ALL);
    }

    /** Tells that the run comes to this. */
    public void comesTo(RunPhase phase) {
        listener.hear(new RunEvent.PhaseBegun(phase));
    }

    /** Whether the run has one database, and none beside it that did not answer. */
    public boolean isInOneDatabase() {
        return environment.databases().sole().isPresent();
    }

    /** The run's part in each of the databases that these tenants are in. */
    public List<InDatabase> byDatabase(Collection<Tenant> tenants) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        if (isInOneDatabase()) {
            return List.of(new InDatabase(this, List.copyOf(tenants)));
        }
        return Databases.homes(tenants).entrySet().stream()
                .map(home -> new InDatabase(within(home.getKey()), home.getValue()))
                .toList();
    }

    /** The same as if there were no other database. */
    public RunContext within(Database database) {
        return new RunContext(environment.within(database), options, runId, stop, listener, selection);
    }

    /** What brings tenants through engines as the options say. */
    public TenantMigrator migrator() {
        return new TenantMigrator(environment.engines(), options, stop, listener, environment.places(), gone());
    }

    /** Tells the tenants that are gone meanwhile. */
    public GoneTenants gone() {
        return GoneTenants.of(environment.fleet(), environment.tenants(), selection);
    }

    /** The same in one database with other tenants. */
    public RunContext listing(TenantSource tenants) {
        return new RunContext(environment.listing(tenants), options, runId, stop, listener, selection);
    }

    /** The same with tenants that are listed once their schemas are made. */
    public RunContext expecting(Collection<ListedTenant> expected) {
        return new RunContext(environment.expecting(expected), options, runId, stop, listener, selection);
    }

    /** The same, heard by another. */
    public RunContext heardBy(MigrationListener other) {
        return new RunContext(environment, options, runId, stop, other, selection);
    }

    /** The same for a look at every tenant before one is changed: the failure policy is for changing them. */
    public RunContext forLooking() {
        return new RunContext(
                environment, options.forLooking(), runId, stop, new UncountedListener(listener), selection);
    }

    /** The same over these tenants. */
    public RunContext selecting(TenantSelection other) {
        return new RunContext(environment, options, runId, stop, listener, other);
    }
}
