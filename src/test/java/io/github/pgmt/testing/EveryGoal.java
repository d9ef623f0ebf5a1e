package io.github.pgmt.testing;

import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.command.AdoptionRun;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.command.ReleaseConfirmation;
import io.github.pgmt.migration.command.ReleaseRun;
import io.github.pgmt.migration.command.RollbackRun;
import io.github.pgmt.migration.command.TagRun;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.drift.DriftReference;
import io.github.pgmt.migration.drift.DriftRun;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.inspection.HistoryRun;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.lifecycle.DropRun;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.catalog.PostgresDrift;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.fleet.PostgresRuns;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.tenant.TenantSelection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The goals over all tenants, each a run of its own.
 *
 * @param engines new ones for each run
 */
public record EveryGoal(Supplier<Engines> engines, RunOptions options, Trust trust) {

    /** migrate-all. */
    public OperationResults migrateAll() {
        return new MigrationRun(context()).migrate(TenantSelection.ALL, false);
    }

    /** status. */
    public List<TenantStatus> status() {
        return new StatusRun(context()).look(TenantSelection.ALL);
    }

    /** tag, rollback, adopt and setup-all-tenants, one after the other. */
    public void otherWrites() {
        new TagRun(context(), "release").tag(TenantSelection.ALL);
        new RollbackRun(context(), new Rollback(new RollbackTarget.Count(1), true))
                .rollBack(TenantSelection.ALL, false);
        new AdoptionRun(context(), new Adoption(Optional.empty(), false)).adopt(TenantSelection.ALL, false);
        new SetUpRun(context(), new NewSchema(Optional.empty(), List.of(), false)).setUp(TenantSelection.ALL, false);
    }

    /** drop-tenant, of all. */
    public void drop() {
        new DropRun(context(), false).drop(TenantSelection.ALL, false);
    }

    /**
     * list-tenants, history, release-locks and doctor, one after the other.
     *
     * @param released what release-locks is told as confirmed
     */
    public void looks(String released) {
        Engines now = engines.get();
        PostgresLocks locks = new PostgresLocks(now.server(), HistoryTables.DEFAULT, "no-such-host");
        new ListRun(Fleet.catalog(now), Fleet.catalog(now), fleet(now), MigrationListener.NONE)
                .list(TenantSelection.ALL);
        new HistoryRun(
                        Fleet.catalog(now),
                        new PostgresRuns(now.server(), HistoryTables.DEFAULT, trust.limit()),
                        MigrationListener.NONE)
                .look(TenantSelection.ALL, Optional.of("release"));
        new ReleaseRun(Fleet.catalog(now), locks, now.runId(), MigrationListener.NONE)
                .release(
                        TenantSelection.ALL,
                        new ReleaseConfirmation(Optional.of(released), confirm -> "mvn " + confirm));
        new DoctorRun(
                        Fleet.catalog(now),
                        Fleet.catalog(now),
                        fleet(now),
                        locks,
                        new PostgresExamination(now.server(), Examinations.FLEET))
                .examine(TenantSelection.ALL, 2, true);
        new DriftRun(
                        Fleet.catalog(now),
                        fleet(now),
                        new PostgresDrift(now.server(), HistoryTables.DEFAULT, 2, Set.of(), List.of()),
                        now.runId(),
                        MigrationListener.NONE)
                .report(TenantSelection.ALL, DriftReference.MAJORITY, false);
    }

    private RunContext context() {
        Engines now = engines.get();
        RunContext usual = Fleet.context(now, options);
        RunEnvironment environment = usual.environment();
        RunEnvironment trusting = new RunEnvironment(
                Databases.only(
                        environment.database(),
                        environment.databases().sole().orElseThrow().reading(fleet(now))),
                environment.engines(),
                environment.tables(),
                environment.sharedSchemas(),
                environment.shared(),
                environment.localHost());
        return new RunContext(trusting, options, usual.runId(), usual.stop(), usual.listener());
    }

    private PostgresFleet fleet(Engines now) {
        return new PostgresFleet(now.server(), HistoryTables.DEFAULT, 2, trust);
    }
}
