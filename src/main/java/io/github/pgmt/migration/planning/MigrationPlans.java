package io.github.pgmt.migration.planning;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What a migration would do in tenants, worked out once for all that need the same. For several threads. */
public final class MigrationPlans {

    private final CohortPlans cohorts;
    private final Map<Tenant, MigrationPlan> plans = new ConcurrentHashMap<>();
    private final Map<Tenant, Failure> refused = new ConcurrentHashMap<>();

    private final Function<Tenant, Optional<HeldTo>> held;

    private MigrationPlans(RunContext context, HowFar howFar, Function<Tenant, Optional<HeldTo>> held) {
        this.held = held;
        this.cohorts = new CohortPlans(howFar, held, context.environment().places()::majorVersion);
    }

    /** None yet, of a migration that goes as far as the changelog of the survey says. */
    public static MigrationPlans of(RunContext context, Survey survey) {
        return of(context, survey, tenant -> Optional.empty());
    }

    /**
     * The same of a migration that is held to a plan.
     *
     * @param held what may be done in a tenant
     */
    public static MigrationPlans of(RunContext context, Survey survey, Function<Tenant, Optional<HeldTo>> held) {
        return new MigrationPlans(context, survey.changelog().end().howFar(), held);
    }

    /**
     * Of all these tenants, before one is changed. One whose history could not be read has none, since its migration will say
     * why.
     *
     * @param howFar where the migration ends in a tenant
     * @param histories what each tenant has
     * @param held what may be done in a tenant, where the migration is held to a plan
     */
    public static MigrationPlans ahead(
            RunContext context,
            HowFar howFar,
            List<Tenant> tenants,
            Map<Tenant, TenantHistory> histories,
            Function<Tenant, Optional<HeldTo>> held) {
        MigrationPlans plans = new MigrationPlans(context, howFar, held);
        List<Tenant> readable = tenants.stream()
                .filter(tenant -> histories.get(tenant).problem().isEmpty())
                .toList();
        context.comesTo(RunPhase.PLAN);
        plans.noteAll(context.forLooking(), readable, histories);
        return plans;
    }

    /**
     * Of the tenants that the run's failure policy lets start.
     *
     * @return one attempt for each tenant, which says why it has no plan if so; that nothing can be done is a plan, too
     */
    public List<TenantMigrator.Attempt> noteAll(
            RunContext context, List<Tenant> tenants, Map<Tenant, TenantHistory> histories) {
        PlanningStep.Question noting = (engine, tenant, history) -> {
            plan(engine, tenant, history);
            return EngineResult.nothing();
        };
        PlanningStep step = new PlanningStep(histories, context.environment().fleet()::histories, noting);
        // An engine has the changelog as it was read for the first tenant; for whom else it is asked, it parses it
        // again.
        int first = Math.min(1, tenants.size());
        List<TenantMigrator.Attempt> attempts =
                new ArrayList<>(context.migrator().forEach(tenants.subList(0, first), 0, step));
        attempts.addAll(context.migrator().forEach(tenants.subList(first, tenants.size()), failed(attempts), step));
        return attempts;
    }

    private static int failed(List<TenantMigrator.Attempt> attempts) {
        return (int) attempts.stream()
                .filter(attempt -> attempt.result().outcome() == Outcome.FAILED)
                .count();
    }

    /** Of one tenant. */
    public EngineResult plan(MigrationEngine engine, Tenant tenant, TenantHistory history) {
        try {
            held.apply(tenant).ifPresent(to -> engine.hold(tenant, to));
            MigrationPlan plan = cohorts.plan(engine, tenant, history);
            plans.put(tenant, plan);
            plan.result().failure().ifPresent(failure -> refuse(tenant, history, failure));
            return plan.result();
        } catch (InvalidChangelogException e) {
            refuse(tenant, history, e.failure());
            throw e;
        }
    }

    private void refuse(Tenant tenant, TenantHistory history, Failure failure) {
        if (FilterCheck.isFresh(history)) {
            refused.put(tenant, failure);
        }
    }

    /** Empty where there is no plan that could be carried out. */
    public Optional<MigrationPlan> feasible(Tenant tenant) {
        return Optional.ofNullable(plans.get(tenant))
                .filter(plan -> plan.result().failure().isEmpty());
    }

    /** What differs between the tenants of this plan, if something does. */
    public Optional<OpenValues> open(MigrationPlan plan) {
        return cohorts.open(plan);
    }

    /** The parameters without which the plan would be that of further tenants, as their values differ, and why. */
    public SortedMap<String, String> splitting(MigrationPlan plan) {
        return cohorts.splitting(plan);
    }

    /** By tenant, also those that say that nothing can be done. */
    public Map<Tenant, MigrationPlan> all() {
        return plans;
    }

    /**
     * Tenants that have nothing yet and for which nothing can be planned, and why: Liquibase would begin with its two tables
     * and find out after.
     */
    public Map<Tenant, Failure> refused() {
        return refused;
    }
}
