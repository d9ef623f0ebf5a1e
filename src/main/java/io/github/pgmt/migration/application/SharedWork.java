package io.github.pgmt.migration.application;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.SharedSchema;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a migration does once in each database, in the schema that its tenants share: {@code beforeAllSql} and the shared changelog
 * before the first tenant, {@code afterAllSql} after the last. If one of the former fails, no tenant of the database is touched.
 */
public final class SharedWork {

    private final RunContext context;
    private final SharedSchema shared;
    private final UnaryOperator<TenantStep> keeping;
    private boolean tenantsAreHooked;
    private boolean hooksLeaveNothing;

    /** Around what is due. */
    public SharedWork(RunContext context) {
        this(context, Optional.empty());
    }

    /** @param held what it is held to, if it carries out a plan */
    public SharedWork(RunContext context, Optional<HeldTenants> held) {
        this.context = context;
        this.keeping = HeldTenants.keeping(held);
        this.shared = context.environment().shared();
    }

    /**
     * Does the work on the tenants and what is to be done around it. Without a tenant that may start, only the work itself:
     * it has nothing to be prepared.
     *
     * @param failures how many of the run's tenants have failed already
     * @param work on those of the tenants that may be touched
     * @throws RunRefusedException when a hook cannot be loaded, or the shared changelog may not be applied; nothing was changed
     */
    public OperationResults around(List<Tenant> tenants, int failures, Function<List<Tenant>, OperationResults> work) {
        if (tenants.isEmpty() || context.options().stopsAfter(failures)) {
            return work.apply(tenants);
        }
        loadHooks();
        if (shared.isIdle()) {
            return work.apply(tenants);
        }
        if (!context.isInOneDatabase()) {
            return new SharedWorkByDatabase(context, tenants, keeping).around(work);
        }
        SharedSteps steps = new SharedSteps(context, keeping);
        steps.requireUsable(new TransactionWarnings(context.listener()));
        Optional<String> before = steps.beforeAll().map(failure -> failure + " No tenant was touched.");
        return before.isPresent()
                ? notStarted(tenants, Optional.empty(), before)
                : withAfterAll(steps, () -> migrateSharedThen(steps, tenants, work));
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
        if (!context.isInOneDatabase()) {
            return new SharedWorkByDatabase(context, tenants, keeping).planAround(work);
        }
        SharedSteps steps = new SharedSteps(context, keeping);
        steps.requireUsable(new TransactionWarnings(context.listener()));
        TenantResult planned = steps.plan();
        return work.get().with(Optional.of(planned), SharedSteps.error(planned));
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

    private static OperationResults migrateSharedThen(
            SharedSteps steps, List<Tenant> tenants, Function<List<Tenant>, OperationResults> work) {
        Optional<TenantResult> result = steps.migrate();
        if (result.isEmpty() || SharedSteps.isDone(result.get())) {
            OperationResults worked = work.apply(tenants);
            return result.isEmpty() ? worked : worked.with(result, Optional.empty());
        }
        return notStarted(
                tenants, result, SharedSteps.error(result.get()).map(message -> message + " No tenant was touched."));
    }

    private static OperationResults withAfterAll(SharedSteps steps, Supplier<OperationResults> work) {
        OperationResults results;
        try {
            results = work.get();
        } catch (RuntimeException | Error e) {
            steps.afterAll().ifPresent(failure -> e.addSuppressed(new IllegalStateException(failure)));
            throw e;
        }
        Optional<String> after =
                steps.afterAll().map(failure -> failure + " What was done to the tenants before stays.");
        return results.with(after);
    }

    private static OperationResults notStarted(
            List<Tenant> tenants, Optional<TenantResult> shared, Optional<String> error) {
        List<TenantResult> skipped = tenants.stream()
                .map(tenant -> TenantResult.skipped(tenant.id()))
                .toList();
        return new OperationResults(skipped, List.of(), shared, error);
    }
}
