package io.github.pgmt.migration.command;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.application.Application;
import io.github.pgmt.migration.application.CohortPreviews;
import io.github.pgmt.migration.application.UpdateByCohort;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.cohort.CohortMigration;
import io.github.pgmt.migration.cohort.Grouping;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes changesets back in the selected tenants: discover, read the histories, plan every tenant, take back in parallel and
 * by cohort, verify. Whether it can be done is known of all tenants before it is done in the first.
 */
public final class RollbackRun {

    private final RunContext context;
    private final Rollback rollback;

    public RollbackRun(RunContext context, Rollback rollback) {
        this.context = context;
        this.rollback = rollback;
    }

    /**
     * Takes back, or with {@code dryRun} only says what would be taken back. Nothing selected is an empty result.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong; nothing was changed
     * @throws InvalidChangelogException when the changelog is; nothing was changed
     * @throws RunRefusedException when no tenant was made with this changelog, or none has a run that is to be taken back;
     *     nothing was changed
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public OperationResults rollBack(TenantSelection selection, boolean dryRun) {
        return new RollbackRun(context.selecting(selection), rollback).rollBack(dryRun);
    }

    private OperationResults rollBack(boolean dryRun) {
        Preflight preflight = Preflight.begin(context, dryRun);
        Survey survey = Survey.of(context, Discovery.of(context, context.selection()), this::histories);
        UpdateByCohort.requirePilot(context, survey);
        if (!(rollback.target() instanceof RollbackTarget.Runs)) {
            new FilterCheck(context, survey).warn();
        }
        Triage.Sorted sorted = new Triage(survey, context.gone()).sort(survey.selected(), survey.histories());
        RollbackPlans plans = new RollbackPlans(context, survey.histories(), this::histories, rollback, dryRun);
        plans.make(sorted.workable());
        requireKnownRuns(plans);
        List<Tenant> toCarryOut = List.copyOf(plans.toCarryOut().keySet());
        preflight.requireRoom(toCarryOut);
        preflight.warn(toCarryOut);
        List<TenantResult> settled = new ArrayList<>(sorted.settled());
        settled.addAll(dryRun ? plans.results() : plans.settled());
        context.listener().finished(settled);
        OperationResults worked = dryRun ? preview(plans) : carryOut(plans, failures(settled), survey);
        return new SecondLook(context, context.selection(), survey.listed())
                .at(worked.and(settled), false)
                .ofRuns(runs());
    }

    private Map<Tenant, TenantHistory> histories(Collection<Tenant> tenants) {
        FleetDatabase fleet = context.environment().fleet();
        return rollback.target() instanceof RollbackTarget.Date date
                ? fleet.historiesSince(tenants, date.time())
                : fleet.histories(tenants);
    }

    /**
     * A mistyped id must not look like a run that was taken back everywhere. Tenants that are named need not have all of the
     * runs: a retry of those that failed may come after another of the runs was taken back in them.
     */
    private void requireKnownRuns(RollbackPlans plans) {
        if (!(rollback.target() instanceof RollbackTarget.Runs runs)) {
            return;
        }
        List<String> unknown = plans.unknownOf(runs);
        if (unknown.isEmpty()) {
            return;
        }
        boolean areAll = unknown.size() == runs.runIds().size();
        String missing = "No selected tenant has a changeset of the run " + String.join(" or ", unknown)
                + " in its history (column DEPLOYMENT_ID).";
        if (!areAll && !context.selection().isOpen()) {
            context.listener().warned(missing + " What the other runs applied is taken back all the same.");
            return;
        }
        throw new RunRefusedException(missing + plans.runsLike(unknown.get(0), runs)
                + " The runs that there are are listed by " + SuggestedCommand.of("history")
                + "\nCorrect -Dpgmt.rollbackRun"
                + (areAll ? "" : ", or leave out what has been taken back already") + ". Nothing was changed.");
    }

    private List<String> runs() {
        return rollback.target() instanceof RollbackTarget.Runs runs ? runs.runIds() : List.of();
    }

    private OperationResults preview(RollbackPlans plans) {
        return OperationResults.NONE.previewing(
                new CohortPreviews(context, Optional.empty()).ofRollback(plans.ofCohorts(), plans.histories()));
    }

    private OperationResults carryOut(RollbackPlans plans, int failures, Survey survey) {
        Map<Tenant, MigrationPlan> toCarryOut = plans.toCarryOut();
        if (toCarryOut.isEmpty()) {
            return OperationResults.NONE;
        }
        Grouping grouping = Grouping.of(context, toCarryOut, plans.current());
        CohortMigration work = CohortMigration.takingBack(context, grouping, plans.histories(), plans::counted);
        return new Application(context)
                .apply(work.order(), List.of(), failures, survey.listed(), work, work::beginProof)
                .results();
    }

    private static int failures(List<TenantResult> results) {
        return (int) results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .count();
    }
}
