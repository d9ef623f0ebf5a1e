package io.github.pgmt.migration.command;

import io.github.pgmt.migration.application.DryRun;
import io.github.pgmt.migration.application.HeldTenants;
import io.github.pgmt.migration.application.HeldToPlan;
import io.github.pgmt.migration.application.SharedWork;
import io.github.pgmt.migration.application.UpdateByCohort;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.plan.PlanToKeep;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.ContinuedRun;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.TagCheck;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.TenantSelection;
import java.util.Optional;

/** Migrates the selected tenants: discover, read the histories, sort, migrate in parallel, verify, report. */
public final class MigrationRun {

    private final RunContext context;
    private final boolean goesOn;
    private final Optional<PlanToKeep> plan;

    /** A run of its own. */
    public MigrationRun(RunContext context) {
        this(context, false, Optional.empty());
    }

    /**
     * @param goesOn it has the id of an earlier run, which it goes on with
     * @param plan what it may do; empty where that is all that is due
     */
    public MigrationRun(RunContext context, boolean goesOn, Optional<PlanToKeep> plan) {
        this.context = context;
        this.goesOn = goesOn;
        this.plan = plan;
    }

    /**
     * Migrates, or with {@code dryRun} only says what would be applied. Nothing selected is an empty result.
     *
     * @throws InvalidSelectionException when the selection is wrong; nothing was changed
     * @throws InvalidChangelogException when the changelog is; nothing was changed
     * @throws RunRefusedException when no tenant was made with this changelog, or the server does not let the run go well;
     *     no tenant was touched
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public OperationResults migrate(TenantSelection selection, boolean dryRun) {
        return new MigrationRun(context.selecting(selection), goesOn, plan).migrate(dryRun);
    }

    private OperationResults migrate(boolean dryRun) {
        Preflight preflight = Preflight.begin(context, dryRun);
        Survey survey = Survey.of(context, context.selection());
        UpdateByCohort.requirePilot(context, survey);
        if (goesOn) {
            new ContinuedRun(context, survey).requireKnown();
        }
        Triage.Sorted triaged = new Triage(survey, context.gone()).sort(survey.selected(), survey.histories());
        context.listener().finished(triaged.settled());
        FilterCheck filter = new FilterCheck(context, survey);
        filter.requireSomethingFor(triaged.workable());
        filter.warn();
        new TagCheck(context, survey).requireKnown();
        Optional<HeldToPlan.Held> held = plan.map(kept -> new HeldToPlan(context, survey, kept).among(triaged));
        Triage.Sorted sorted = held.map(HeldToPlan.Held::sorted).orElse(triaged);
        Optional<HeldTenants> kept = held.map(HeldToPlan.Held::tenants);
        preflight.requireRoom(sorted.workable());
        SharedWork shared = new SharedWork(context, kept);
        OperationResults worked = dryRun
                ? shared.planAround(
                        sorted.workable(),
                        () -> DryRun.ofMigration(
                                context, survey, sorted.workable(), sorted.failures(), Optional.empty(), kept))
                : shared.around(
                        sorted.workable(),
                        sorted.failures(),
                        tenants -> new UpdateByCohort(context, survey, shared, preflight, kept)
                                .apply(tenants, sorted.failures())
                                .results());
        return new SecondLook(context, context.selection(), survey.listed()).at(worked.and(sorted.settled()), false);
    }
}
