package io.github.pgmt.migration.command;

import io.github.pgmt.migration.application.DryRun;
import io.github.pgmt.migration.application.SharedWork;
import io.github.pgmt.migration.application.UpdateByCohort;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.ContinuedRun;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.TagCheck;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import java.util.List;

/** Migrates the selected tenants: discover, read the histories, sort, migrate in parallel, verify, report. */
public final class MigrationRun {

    private final RunContext context;
    private final boolean goesOn;

    /** A run of its own. */
    public MigrationRun(RunContext context) {
        this(context, false);
    }

    /** @param goesOn it has the id of an earlier run, which it goes on with */
    public MigrationRun(RunContext context, boolean goesOn) {
        this.context = context;
        this.goesOn = goesOn;
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
        return new MigrationRun(context.selecting(selection), goesOn).migrate(dryRun);
    }

    private OperationResults migrate(boolean dryRun) {
        Preflight preflight = Preflight.begin(context, dryRun);
        Survey survey = Survey.of(context, context.selection());
        UpdateByCohort.requirePilot(context, survey);
        if (goesOn) {
            new ContinuedRun(context, survey).requireKnown();
        }
        Triage.Sorted sorted = new Triage(survey, context.gone()).sort(survey.selected(), survey.histories());
        context.listener().finished(sorted.settled());
        FilterCheck filter = new FilterCheck(context, survey);
        filter.requireSomethingFor(sorted.workable());
        filter.warn();
        new TagCheck(context, survey).requireKnown();
        preflight.requireRoom(sorted.workable());
        SharedWork shared = new SharedWork(context);
        OperationResults worked = dryRun
                ? shared.planAround(
                        sorted.workable(),
                        () -> DryRun.ofMigration(context, survey, sorted.workable(), sorted.failures()))
                : shared.around(
                        sorted.workable(),
                        sorted.failures(),
                        tenants -> apply(tenants, sorted, survey, shared, preflight));
        return new SecondLook(context, context.selection(), survey.listed()).at(worked.and(sorted.settled()), false);
    }

    private OperationResults apply(
            List<Tenant> tenants, Triage.Sorted sorted, Survey survey, SharedWork shared, Preflight preflight) {
        return new UpdateByCohort(context, survey, shared, preflight)
                .apply(tenants, sorted.failures())
                .results();
    }
}
