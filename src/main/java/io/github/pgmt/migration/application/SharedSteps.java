package io.github.pgmt.migration.application;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.UncountedListener;
import io.github.pgmt.migration.proof.ChangesClaim;
import io.github.pgmt.migration.proof.Claim;
import io.github.pgmt.migration.proof.HistoryEditWarnings;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.SharedSchema;
import io.github.pgmt.migration.work.Confirmation;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a migration does once in one database, in the schema that its tenants share. */
final class SharedSteps {

    private final RunContext context;
    private final SharedSchema shared;
    private final UnaryOperator<TenantStep> keeping;

    /**
     * @param context of a run that has no other database
     * @param keeping see {@link SharedWork}
     */
    SharedSteps(RunContext context, UnaryOperator<TenantStep> keeping) {
        this.context = context;
        this.keeping = keeping;
        this.shared = context.environment().shared();
    }

    /**
     * Looks whether the schema is there, and the changelog may be applied to it.
     *
     * @throws io.github.pgmt.migration.failure.RunRefusedException when not; nothing was changed
     */
    void requireUsable(TransactionWarnings warnings) {
        new SharedChangelog(context.environment()).requireUsable(warnings);
    }

    /** Runs {@code beforeAllSql}, and says why it could not be run to the end, if so. */
    Optional<String> beforeAll() {
        return run(shared.beforeAll());
    }

    /** Runs {@code afterAllSql}, and says why it could not be run to the end, if so. */
    Optional<String> afterAll() {
        return run(shared.afterAll());
    }

    /** Applies the shared changelog, if there is one, and asks the database afterwards. */
    Optional<TenantResult> migrate() {
        if (!shared.hasChangelog()) {
            return Optional.empty();
        }
        TenantMigrator.Attempt attempt =
                attempt(keeping.apply(TenantStep.changing(Outcome.MIGRATED, MigrationEngine::migrate)));
        TenantResult result = Confirmation.of(
                        text -> context.listener()
                                .warned(context.environment().database().told(text)),
                        Worked.of(List.of(attempt)),
                        () -> verified(attempt))
                .attempts()
                .get(0)
                .result();
        context.listener().hear(new RunEvent.SharedFinished(result));
        return Optional.of(result);
    }

    /** What the shared changelog would do. */
    TenantResult plan() {
        SharedChangelog changelog = new SharedChangelog(context.environment());
        return attempt(TenantStep.changing(
                        Outcome.PLANNED,
                        (engine, place) -> changelog.plan(engine, place).result()))
                .result();
    }

    private Worked verified(TenantMigrator.Attempt attempt) {
        HistoryEditWarnings.tell(List.of(attempt), context.listener());
        Claim claim = new ChangesClaim(
                context, List.of(attempt), Set.of(), context.environment().fleet()::histories);
        // Without the shared schema there is no application: nothing excuses that it is gone.
        return Worked.of(new Verification(context.listener(), GoneTenants.NONE).judge(List.of(attempt), claim));
    }

    /** Why the files could not be run to the end, if so. After an interrupt nothing new is begun. */
    private Optional<String> run(List<SqlFile> files) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        TenantResult result = attempt(
                        TenantStep.changing(Outcome.MIGRATED, (engine, place) -> engine.run(place, files)))
                .result();
        if (result.outcome() == Outcome.SKIPPED) {
            return Optional.of("The run was interrupted before " + files.get(0) + " was run.");
        }
        return result.failure()
                .map(failure -> "In schema \"" + result.displayName() + "\": " + failure.message()
                        + failure.sqlState()
                                .map(state -> " (SQLSTATE " + state + ")")
                                .orElse(""));
    }

    /** One tenant's way, waiting for whoever holds the schema; told otherwise than a tenant's. */
    private TenantMigrator.Attempt attempt(TenantStep step) {
        Tenant place = shared.place(context.environment().database());
        return new TenantMigrator(
                        shared.engines(), context.options(), context.stop(), new UncountedListener(context.listener()))
                .forEach(List.of(place), 0, step)
                .get(0);
    }

    /** Why the shared changelog was not applied, if so. */
    static Optional<String> error(TenantResult result) {
        return result.failure()
                .map(failure -> "The shared changelog failed in schema \"" + result.displayName() + "\""
                        + failure.changeSet()
                                .map(changeSet -> " at " + changeSet)
                                .orElse("")
                        + failure.sqlState()
                                .map(state -> " (SQLSTATE " + state + ")")
                                .orElse("")
                        + ": " + failure.message());
    }

    /** Whether the tenants may follow. */
    static boolean isDone(TenantResult result) {
        return result.outcome() == Outcome.MIGRATED || result.outcome() == Outcome.UP_TO_DATE;
    }
}
