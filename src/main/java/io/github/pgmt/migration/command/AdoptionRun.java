package io.github.pgmt.migration.command;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.application.Application;
import io.github.pgmt.migration.application.DryRun;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import java.util.List;
import java.util.Optional;

/** Records the changelog as run in tenants that have what it makes and do not know it yet. */
public final class AdoptionRun {

    private final RunContext context;
    private final Adoption adoption;

    public AdoptionRun(RunContext context, Adoption adoption) {
        this.context = context;
        this.adoption = adoption;
    }

    /**
     * Records, or with {@code dryRun} only says what would be recorded. Nothing selected is an empty result.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong; nothing was changed
     * @throws InvalidChangelogException when the changelog is; nothing was changed
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public OperationResults adopt(TenantSelection selection, boolean dryRun) {
        return new AdoptionRun(context.selecting(selection), adoption).adopt(dryRun);
    }

    private OperationResults adopt(boolean dryRun) {
        Preflight preflight = Preflight.begin(context, dryRun && adoption.unchecked());
        Survey survey = Survey.of(context, context.selection());
        Triage.Sorted sorted = new Triage(survey, context.gone())
                .sort(survey.selected(), survey.histories(), history -> refusal(history, survey.refusals()));
        List<Tenant> adoptable = sorted.workable();
        context.listener().finished(sorted.settled());
        FilterCheck filter = new FilterCheck(context, survey);
        filter.requireSomethingFor(adoptable);
        filter.warn();
        preflight.requireRoom(adoptable.size());
        OperationResults worked = dryRun
                ? DryRun.of(
                        context,
                        survey.histories(),
                        adoptable,
                        sorted.failures(),
                        (engine, tenant, history) -> engine.planAdoption(tenant, history, adoption))
                : new Application(context)
                        .apply(
                                adoptable,
                                sorted.failures(),
                                survey.listed(),
                                TenantStep.changing(Outcome.SYNCED, (engine, tenant) -> engine.adopt(tenant, adoption)))
                        .results();
        return new SecondLook(context, context.selection(), survey.listed()).at(worked.and(sorted.settled()), false);
    }

    /** A schema without a history is what this is for; another application's history is not. */
    private Optional<Failure> refusal(TenantHistory history, Refusals refusals) {
        return switch (history.state()) {
            case UNREADABLE, UNTRUSTED, NAME -> history.problem();
            case UNMANAGED, EMPTY -> Optional.empty();
            case MISSING, MANAGED -> refusals.of(history);
        };
    }
}
