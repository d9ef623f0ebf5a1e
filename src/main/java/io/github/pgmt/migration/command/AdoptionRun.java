package io.github.pgmt.migration.command;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.application.Application;
import io.github.pgmt.migration.application.DryRun;
import io.github.pgmt.migration.application.UpdateByCohort;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.cohort.CohortMigration;
import io.github.pgmt.migration.cohort.Grouping;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Cohorts;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.Triage;
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
                .sort(
                        survey.selected(),
                        survey.histories(),
                        (tenant, history) -> refusal(tenant, history, survey.refusals()));
        List<Tenant> adoptable = sorted.workable();
        context.listener().finished(sorted.settled());
        UpdateByCohort.requirePilot(context, survey);
        FilterCheck filter = new FilterCheck(context, survey);
        filter.requireSomethingFor(adoptable);
        filter.warn();
        preflight.requireRoom(adoptable);
        OperationResults worked = dryRun
                ? DryRun.of(context, survey.histories(), adoptable, sorted.failures(), this::tried)
                : adopted(adoptable, sorted.failures(), survey);
        return new SecondLook(context, context.selection(), survey.listed()).at(worked.and(sorted.settled()), false);
    }

    private EngineResult tried(MigrationEngine engine, Tenant tenant, TenantHistory history) {
        EngineResult tried = engine.tryAdoption(tenant, adoption).result();
        return tried.failure().isPresent()
                ? tried
                : engine.planAdoption(tenant, history, adoption).result();
    }

    private OperationResults adopted(List<Tenant> tenants, int failures, Survey survey) {
        CohortPlanning planned = CohortPlanning.of(
                context,
                tenants,
                survey.histories(),
                failures,
                new CohortPlanning.Needs(
                        new Cohorts(HowFar.WHOLE, context.environment().places()::majorVersion),
                        context.environment().fleet()::histories),
                (engine, tenant, history) -> engine.planAdoption(tenant, history, adoption));
        Grouping grouping = planned.grouping();
        grouping.current().forEach(attempt -> context.listener().hear(new RunEvent.TenantFinished(attempt.result())));
        Application application = new Application(context);
        if (grouping.others().isEmpty()) {
            return application.confirm(grouping.current(), planned.histories()).results();
        }
        CohortMigration work = CohortMigration.adopting(context, grouping, planned.histories(), adoption);
        return application
                .apply(work.order(), grouping.current(), failures, survey.listed(), work, work::beginProof)
                .results();
    }

    /** A schema without a history is what this is for; another application's history is not. */
    private Optional<Failure> refusal(Tenant tenant, TenantHistory history, Refusals refusals) {
        return switch (history.state()) {
            case UNREADABLE, UNTRUSTED, NAME -> history.problem();
            case UNMANAGED, EMPTY -> Optional.empty();
            case MISSING, MANAGED -> refusals.of(tenant, history);
        };
    }
}
