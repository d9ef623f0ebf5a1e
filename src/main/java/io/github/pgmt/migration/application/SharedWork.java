package io.github.pgmt.migration.application;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.UncountedListener;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
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
import java.util.function.Supplier;

/**
 * What a migration does once, in the schema that its tenants share: {@code beforeAllSql} and the shared changelog before the
 * first tenant, {@code afterAllSql} after the last. If one of the former fails, no tenant is touched.
 */
public final class SharedWork {

    private final RunContext context;
    private final SharedSchema shared;
    private boolean tenantsAreHooked;
    private boolean hooksLeaveNothing;

    public SharedWork(RunContext context) {
        this.context = context;
        this.shared = context.environment().shared();
    }

    /**
     * Does the work on the tenants and what is to be done around it. Without a tenant that may start, only the work itself:
     * it has nothing to be prepared.
     *
     * @param failures how many of the run's tenants have failed already
     * @throws RunRefusedException when a hook cannot be loaded, or the shared changelog may not be applied; nothing was changed
     */
    public OperationResults around(List<Tenant> tenants, int failures, Supplier<OperationResults> work) {
        if (tenants.isEmpty() || context.options().stopsAfter(failures)) {
            return work.get();
        }
        loadHooks();
        if (shared.isIdle()) {
            return work.get();
        }
        new SharedChangelog(context.environment()).requireUsable(new TransactionWarnings(context.listener()));
        Optional<String> before = run(shared.beforeAll()).map(failure -> failure + " No tenant was touched.");
        return before.isPresent()
                ? notStarted(tenants, Optional.empty(), before)
                : withAfterAll(() -> migrateSharedThen(tenants, work));
    }

    /** Whether something of the user's runs around every tenant, also one with nothing to apply; known within the work. */
    public boolean tenantsAreHooked() {
        return tenantsAreHooked;
    }

    /** Whether that leaves nothing in a tenant's session which its migration would have. */
    public boolean hooksLeaveNothing() {
        return hooksLeaveNothing;
    }

    /** What would be done to the shared schema; the work itself is another dry run. */
    public OperationResults planAround(List<Tenant> tenants, Supplier<OperationResults> work) {
        if (tenants.isEmpty() || !shared.hasChangelog()) {
            return work.get();
        }
        SharedChangelog changelog = new SharedChangelog(context.environment());
        changelog.requireUsable(new TransactionWarnings(context.listener()));
        TenantResult planned = attempt(TenantStep.changing(
                        Outcome.PLANNED,
                        (engine, place) -> changelog.plan(engine, place).result()))
                .result();
        return work.get().with(Optional.of(planned), error(planned));
    }

    /** Before anything is done: a provider that cannot be loaded would fail every tenant. */
    private void loadHooks() {
        try (MigrationEngine engine = context.environment().engines().open()) {
            tenantsAreHooked = engine.loadHooks();
            hooksLeaveNothing = engine.hooksLeaveNothing();
        } catch (RunRefusedException e) {
            throw new RunRefusedException(e.getMessage() + " No tenant was touched.", e);
        }
    }

    private OperationResults migrateSharedThen(List<Tenant> tenants, Supplier<OperationResults> work) {
        if (!shared.hasChangelog()) {
            return work.get();
        }
        TenantMigrator.Attempt attempt = attempt(TenantStep.changing(Outcome.MIGRATED, MigrationEngine::migrate));
        TenantResult result = Confirmation.of(context.listener(), Worked.of(List.of(attempt)), () -> verified(attempt))
                .attempts()
                .get(0)
                .result();
        context.listener().hear(new RunEvent.SharedFinished(result));
        boolean done = result.outcome() == Outcome.MIGRATED || result.outcome() == Outcome.UP_TO_DATE;
        return done
                ? work.get().with(Optional.of(result), Optional.empty())
                : notStarted(
                        tenants,
                        Optional.of(result),
                        error(result).map(message -> message + " No tenant was touched."));
    }

    private Worked verified(TenantMigrator.Attempt attempt) {
        HistoryEditWarnings.tell(List.of(attempt), context.listener());
        Claim claim = new ChangesClaim(
                context, List.of(attempt), Set.of(), context.environment().fleet()::histories);
        // Without the shared schema there is no application: nothing excuses that it is gone.
        return Worked.of(new Verification(context.listener(), GoneTenants.NONE).judge(List.of(attempt), claim));
    }

    private OperationResults withAfterAll(Supplier<OperationResults> work) {
        OperationResults results;
        try {
            results = work.get();
        } catch (RuntimeException | Error e) {
            run(shared.afterAll()).ifPresent(failure -> e.addSuppressed(new IllegalStateException(failure)));
            throw e;
        }
        Optional<String> after =
                run(shared.afterAll()).map(failure -> failure + " What was done to the tenants before stays.");
        return results.with(after);
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
            String message = "The run was interrupted before " + files.get(0) + " was run.";
            context.listener().warned(message);
            return Optional.of(message);
        }
        return result.failure()
                .map(failure -> "In schema \"" + result.schema() + "\": " + failure.message()
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

    private static Optional<String> error(TenantResult result) {
        return result.failure()
                .map(failure -> "The shared changelog failed in schema \"" + result.schema() + "\""
                        + failure.changeSet()
                                .map(changeSet -> " at " + changeSet)
                                .orElse("")
                        + failure.sqlState()
                                .map(state -> " (SQLSTATE " + state + ")")
                                .orElse("")
                        + ": " + failure.message());
    }

    private static OperationResults notStarted(
            List<Tenant> tenants, Optional<TenantResult> shared, Optional<String> error) {
        List<TenantResult> skipped = tenants.stream()
                .map(tenant -> TenantResult.skipped(tenant.id()))
                .toList();
        return new OperationResults(skipped, List.of(), shared, error);
    }
}
