package io.github.pgmt.migration.command;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.planning.PlanningStep;
import io.github.pgmt.migration.planning.RollbackNeeds;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Cohorts;
import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a rollback is to do in each tenant, worked out before anything is done in any. */
final class RollbackPlans {

    private static final int RUNS_NAMED = 3;

    private final PlanningStep planning;
    private final Rollback rollback;
    private final boolean toBeShown;
    private final RunContext context;
    private final Cohorts cohorts;
    private final Map<Tenant, MigrationPlan> plans = new ConcurrentHashMap<>();
    private final Map<Tenant, MigrationPlan> ofCohorts = new ConcurrentHashMap<>();
    private final Map<Tenant, TenantResult> results = new LinkedHashMap<>();

    /**
     * @param reading how histories are read
     * @param toBeShown whether the statements are wanted for each tenant, and nothing is done
     */
    RollbackPlans(
            RunContext context,
            Map<Tenant, TenantHistory> histories,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading,
            Rollback rollback,
            boolean toBeShown) {
        this.planning = new PlanningStep(histories, reading, (engine, tenant, history) -> {
            MigrationPlan plan = plan(engine, tenant, history);
            plans.put(tenant, plan);
            return plan.result();
        });
        this.rollback = rollback;
        this.toBeShown = toBeShown;
        this.context = context;
        this.cohorts = new Cohorts(
                history -> RollbackNeeds.of(history, rollback.target()),
                context.environment().places()::majorVersion);
    }

    /** What stands in a rollback's way is told in the words of the tenant's own history. */
    private MigrationPlan plan(MigrationEngine engine, Tenant tenant, TenantHistory history) {
        Function<TenantHistory, MigrationPlan> alone = own -> engine.planRollback(tenant, own, rollback);
        MigrationPlan shared = cohorts.plan((sample, of) -> engine.planRollback(sample, of, rollback), tenant, history);
        if (toBeShown) {
            ofCohorts.put(tenant, shared);
            return alone.apply(history);
        }
        return shared.result().failure().isEmpty() ? shared : alone.apply(history);
    }

    /** Plans every tenant, whatever the failure policy is: that is for changing them. */
    void make(List<Tenant> tenants) {
        context.comesTo(RunPhase.PLAN);
        context.forLooking()
                .migrator()
                .forEach(tenants, 0, planning)
                .forEach(attempt -> results.put(attempt.tenant(), attempt.result()));
    }

    /** One for each tenant: planned, up to date, failed or skipped. */
    List<TenantResult> results() {
        return List.copyOf(results.values());
    }

    /** Those of the tenants that need not, or must not, be opened. */
    List<TenantResult> settled() {
        return results.values().stream()
                .filter(result -> result.outcome() != Outcome.PLANNED)
                .toList();
    }

    /** What is to be done in each tenant in which something is, in order. */
    Map<Tenant, MigrationPlan> toCarryOut() {
        Map<Tenant, MigrationPlan> toCarryOut = new LinkedHashMap<>();
        results.forEach((tenant, result) -> {
            if (result.outcome() == Outcome.PLANNED) {
                toCarryOut.put(tenant, plans.get(tenant));
            }
        });
        return toCarryOut;
    }

    /** What is to be done, the same for all tenants of a cohort; only where it is to be shown. */
    Map<Tenant, MigrationPlan> ofCohorts() {
        return ofCohorts;
    }

    /** In how many tenants nothing is to be done. */
    int current() {
        return (int) results.values().stream()
                .filter(result -> result.outcome() == Outcome.UP_TO_DATE)
                .count();
    }

    /** What each tenant had when it was planned. */
    Map<Tenant, TenantHistory> histories() {
        return planning.histories();
    }

    /** Those of the runs of which no history has a row, not even one that stays; without a tenant there are none to be missed. */
    List<String> unknownOf(RollbackTarget.Runs runs) {
        Set<String> known = recordedRuns();
        return results.isEmpty()
                ? List.of()
                : runs.runIds().stream().filter(run -> !known.contains(run)).toList();
    }

    private Set<String> recordedRuns() {
        return planning.histories().values().stream()
                .flatMap(history -> history.rows().stream())
                .flatMap(row -> row.deploymentId().stream())
                .collect(Collectors.toSet());
    }

    /** What may have been meant by a run that no history has, and is not among the others: one with a like id, else the last ones. */
    String runsLike(String run, RollbackTarget.Runs runs) {
        List<String> newestFirst = recordedRuns().stream()
                .filter(recorded -> !runs.runIds().contains(recorded))
                .sorted(Comparator.reverseOrder())
                .toList();
        String near = DidYouMean.of(run, newestFirst);
        return !near.isEmpty() || newestFirst.isEmpty()
                ? near
                : " The last runs there are "
                        + String.join(", ", newestFirst.subList(0, Math.min(RUNS_NAMED, newestFirst.size()))) + ".";
    }

    /** The result of taking back what was planned. */
    EngineResult counted(Tenant tenant, EngineResult result) {
        boolean counted = rollback.target() instanceof RollbackTarget.Count;
        int undone = result.changeSets().undone().size();
        int planned = plans.get(tenant).result().due().size();
        return counted ? result.withFailure(failure -> withRest(failure, tenant, undone, planned)) : result;
    }

    /** The same command would count anew. */
    private static Failure withRest(Failure failure, Tenant tenant, int undone, int planned) {
        if (failure.kind() == Failure.Kind.CONNECTION) {
            return failure.and(
                    "Look with -Dpgmt.dryRun=true before you count anew: whether the last changeset that was "
                            + "begun has been taken back is not known.");
        }
        return undone == 0
                ? failure
                : failure.and("To take back here what is left: "
                        + SuggestedCommand.of("rollback", tenant.displayName())
                                .with("rollbackCount", String.valueOf(planned - undone)));
    }
}
