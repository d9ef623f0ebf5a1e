package io.github.pgmt.migration.command;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.planning.PlanningStep;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a rollback is to do in each tenant, worked out before anything is done in any. */
final class RollbackPlans {

    private static final int RUNS_NAMED = 3;

    private final PlanningStep planning;
    private final Rollback rollback;
    private final Map<Tenant, TenantResult> results = new LinkedHashMap<>();

    /** @param reading how histories are read */
    RollbackPlans(
            Map<Tenant, TenantHistory> histories,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading,
            Rollback rollback) {
        this.planning = new PlanningStep(
                histories, reading, (engine, tenant, history) -> engine.planRollback(tenant, history, rollback));
        this.rollback = rollback;
    }

    /** Plans every tenant, whatever the failure policy is: that is for changing them. */
    void make(RunContext context, List<Tenant> tenants) {
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

    List<Tenant> toCarryOut() {
        return results.entrySet().stream()
                .filter(planned -> planned.getValue().outcome() == Outcome.PLANNED)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether there are tenants, and nothing is to be done in any of them. */
    boolean areIdle() {
        return !results.isEmpty()
                && results.values().stream().allMatch(result -> result.outcome() == Outcome.UP_TO_DATE);
    }

    /** Whether a history has a row of the run, be it one that stays. */
    boolean haveRowsOf(RollbackTarget.Run run) {
        return planning.histories().values().stream()
                .flatMap(history -> history.rows().stream())
                .anyMatch(row -> row.deploymentId().filter(run.runId()::equals).isPresent());
    }

    /** What may have been meant by a run that no history has: one with a like id, else the last ones. */
    String runsLike(RollbackTarget.Run run) {
        List<String> newestFirst = planning.histories().values().stream()
                .flatMap(history -> history.rows().stream())
                .flatMap(row -> row.deploymentId().stream())
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        String near = DidYouMean.of(run.runId(), newestFirst);
        return !near.isEmpty() || newestFirst.isEmpty()
                ? near
                : " The last runs there are "
                        + String.join(", ", newestFirst.subList(0, Math.min(RUNS_NAMED, newestFirst.size()))) + ".";
    }

    EngineResult carryOut(MigrationEngine engine, Tenant tenant) {
        List<ChangeSetId> toUndo = results.get(tenant).changeSets().pending();
        EngineResult result = engine.rollBack(tenant, planning.histories().get(tenant), toUndo);
        boolean counted = rollback.target() instanceof RollbackTarget.Count;
        int undone = result.changeSets().undone().size();
        return counted ? result.withFailure(failure -> withRest(failure, tenant, undone, toUndo.size())) : result;
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
                        + SuggestedCommand.of("rollback", tenant.schema())
                                .with("rollbackCount", String.valueOf(planned - undone)));
    }
}
