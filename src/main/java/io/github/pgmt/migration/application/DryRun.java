package io.github.pgmt.migration.application;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Cohorts;
import io.github.pgmt.migration.survey.ExtensionCheck;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Says what would be applied to tenants, from their histories. */
public final class DryRun {

    /** How a tenant is planned. */
    public interface Planning {

        EngineResult plan(MigrationEngine engine, Tenant tenant, TenantHistory history);
    }

    private final RunContext context;
    private final Planning planning;
    private final Runnable whenPlanned;

    /** @param whenPlanned what is to be looked at once all tenants are planned */
    private DryRun(RunContext context, Planning planning, Runnable whenPlanned) {
        this.context = context;
        this.planning = planning;
        this.whenPlanned = whenPlanned;
    }

    /**
     * Of a migration.
     *
     * @param listed all tenants there are
     */
    public static DryRun ofMigration(RunContext context, List<ListedTenant> listed) {
        Cohorts cohorts = new Cohorts();
        TransactionWarnings warnings = new TransactionWarnings(context.listener());
        Map<Tenant, MigrationPlan> plans = new ConcurrentHashMap<>();
        return new DryRun(
                context,
                (engine, tenant, history) -> {
                    MigrationPlan plan = cohorts.plan(engine::plan, tenant, history);
                    plans.put(tenant, plan);
                    warnings.of(plan);
                    return plan.result();
                },
                () -> new ExtensionCheck(context, listed, plans).warn());
    }

    /** Of anything else: asks for every tenant by itself, and warns of nothing. */
    public static DryRun of(RunContext context, Planning planning) {
        return new DryRun(context, planning, () -> {});
    }

    /**
     * Plans for every tenant that the failure policy lets start.
     *
     * @param failures how many of the run's tenants have failed already
     * @param histories what each tenant has, by schema
     */
    public OperationResults plan(List<Tenant> tenants, int failures, Map<String, TenantHistory> histories) {
        List<TenantMigrator.Attempt> attempts = context.migrator()
                .forEach(
                        tenants,
                        failures,
                        new Step(
                                TenantStep.changing(
                                        Outcome.PLANNED,
                                        (engine, tenant) -> plan(engine, tenant, histories.get(tenant.schema()))),
                                histories));
        whenPlanned.run();
        return new OperationResults(
                attempts.stream().map(TenantMigrator.Attempt::result).toList(), List.of());
    }

    /** Of tenants some of which are only to get a schema: what was not there when the run looked did not go since. */
    private record Step(TenantStep planning, Map<String, TenantHistory> histories) implements TenantStep {

        @Override
        public EngineResult run(MigrationEngine engine, Tenant tenant) {
            return planning.run(engine, tenant);
        }

        @Override
        public EngineResult unlessGone(GoneTenants gone, Tenant tenant, EngineResult result) {
            boolean toBeMade = histories.get(tenant.schema()).state() == TenantHistory.State.MISSING;
            return toBeMade ? result : gone.explain(tenant, result);
        }

        @Override
        public Outcome outcome(Tenant tenant, EngineResult result) {
            return planning.outcome(tenant, result);
        }
    }

    /** A history that was busy when all were read is read again. */
    private EngineResult plan(MigrationEngine engine, Tenant tenant, TenantHistory seen) {
        TenantHistory history = seen.problem().isEmpty()
                ? seen
                : context.environment()
                        .fleet()
                        .histories(List.of(tenant.schema()))
                        .get(tenant.schema());
        if (seen != history && history.state() == TenantHistory.State.MISSING) {
            return EngineResult.failed(Refusals.missing(tenant.schema()));
        }
        return history.problem().map(EngineResult::failed).orElseGet(() -> planning.plan(engine, tenant, history));
    }
}
