package io.github.pgmt.migration.command;

import io.github.pgmt.migration.cohort.Grouping;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.planning.PlanningStep;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Cohorts;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a command is to write into histories, worked out once for tenants that need the same. One of which it cannot be worked
 * out is in no cohort: the work on it says why.
 *
 * @param histories what each tenant had when it was planned
 */
record CohortPlanning(Grouping grouping, Map<Tenant, TenantHistory> histories) {

    /** What is asked of an engine. */
    interface Question {
        MigrationPlan ask(MigrationEngine engine, Tenant tenant, TenantHistory history);
    }

    /**
     * What the answer depends on.
     *
     * @param cohorts by what of a history
     * @param reading how histories are read
     */
    record Needs(Cohorts cohorts, Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading) {}

    /**
     * Plans every tenant, whatever the failure policy is: that is for changing them.
     *
     * @param failures how many of the run's tenants have failed already
     */
    static CohortPlanning of(
            RunContext context,
            List<Tenant> tenants,
            Map<Tenant, TenantHistory> histories,
            int failures,
            Needs needs,
            Question question) {
        if (tenants.isEmpty() || context.options().stopsAfter(failures)) {
            return new CohortPlanning(Grouping.none(tenants), histories);
        }
        Map<Tenant, MigrationPlan> plans = new ConcurrentHashMap<>();
        PlanningStep planning = new PlanningStep(histories, needs.reading(), (engine, tenant, history) -> {
            plans.put(tenant, needs.cohorts().plan((sample, of) -> question.ask(engine, sample, of), tenant, history));
            return EngineResult.nothing();
        });
        context.comesTo(RunPhase.PLAN);
        context.forLooking().migrator().forEach(tenants, 0, planning);
        Grouping grouping = Grouping.of(
                context,
                tenants,
                tenant -> Optional.ofNullable(plans.get(tenant))
                        .filter(plan -> plan.result().failure().isEmpty()));
        return new CohortPlanning(grouping, planning.histories());
    }
}
