package io.github.pgmt.migration.application;

import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.planning.MigrationPlans;
import io.github.pgmt.migration.planning.PlanningStep;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.ExtensionCheck;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what would be applied to tenants, from their histories: to every one that the failure policy lets start. */
public final class DryRun {

    private DryRun() {}

    /**
     * Of a migration, with what would be sent.
     *
     * @param newSchema how schemas that are missing would be made; empty where the run makes none
     * @param failures how many of the run's tenants have failed already
     * @param held what it is held to, if it is to carry out a plan
     */
    public static OperationResults ofMigration(
            RunContext context,
            Survey survey,
            List<Tenant> tenants,
            int failures,
            Optional<NewSchema> newSchema,
            Optional<HeldTenants> held) {
        MigrationPlans plans = MigrationPlans.of(context, survey, tenant -> held.flatMap(all -> all.of(tenant)));
        TransactionWarnings warnings = new TransactionWarnings(context.listener());
        OperationResults results = of(context, survey.histories(), tenants, failures, (engine, tenant, history) -> {
            EngineResult result = plans.plan(engine, tenant, history);
            warnings.of(plans.all().get(tenant));
            return result;
        });
        ExtensionCheck.warn(context, survey.listed(), plans.all());
        return results.previewing(new CohortPreviews(context, newSchema).ofMigration(plans.all(), survey.histories()));
    }

    /** @param histories what each tenant has */
    public static OperationResults of(
            RunContext context,
            Map<Tenant, TenantHistory> histories,
            List<Tenant> tenants,
            int failures,
            PlanningStep.Question question) {
        context.comesTo(RunPhase.PLAN);
        PlanningStep step = new PlanningStep(histories, context.environment().fleet()::histories, question);
        return Worked.of(context.migrator().forEach(tenants, failures, step)).results();
    }
}
