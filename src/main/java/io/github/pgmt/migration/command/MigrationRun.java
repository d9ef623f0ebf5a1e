package io.github.pgmt.migration.command;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.application.Application;
import io.github.pgmt.migration.application.DryRun;
import io.github.pgmt.migration.application.SharedWork;
import io.github.pgmt.migration.application.TransactionWarnings;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.cohort.CohortMigration;
import io.github.pgmt.migration.cohort.Grouping;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.planning.MigrationPlans;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.ExtensionCheck;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Migrates the selected tenants: discover, read the histories, sort, migrate in parallel, verify, report. */
public final class MigrationRun {

    private final RunContext context;

    public MigrationRun(RunContext context) {
        this.context = context;
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
        return new MigrationRun(context.selecting(selection)).migrate(dryRun);
    }

    private OperationResults migrate(boolean dryRun) {
        Preflight preflight = Preflight.begin(context, dryRun);
        Survey survey = Survey.of(context, context.selection());
        requirePilot(survey);
        Triage.Sorted sorted = new Triage(survey, context.gone()).sort(survey.selected(), survey.histories());
        context.listener().finished(sorted.settled());
        FilterCheck filter = new FilterCheck(context, survey);
        filter.requireSomethingFor(sorted.workable());
        filter.warn();
        preflight.requireRoom(sorted.workable().size());
        SharedWork shared = new SharedWork(context);
        OperationResults worked = dryRun
                ? shared.planAround(
                        sorted.workable(),
                        () -> DryRun.ofMigration(context, survey, sorted.workable(), sorted.failures()))
                : shared.around(sorted.workable(), sorted.failures(), () -> apply(sorted, survey, shared, preflight));
        return new SecondLook(context, context.selection(), survey.listed()).at(worked.and(sorted.settled()), false);
    }

    /** A mistyped name must not let another tenant go first. */
    private void requirePilot(Survey survey) {
        Optional<String> pilot = context.options().replaying().pilot();
        List<String> selected =
                survey.selected().tenants().stream().map(Tenant::schema).toList();
        if (pilot.isPresent() && !selected.isEmpty() && !selected.contains(pilot.get())) {
            throw new InvalidSelectionException("-Dpgmt.pilot=" + pilot.get() + " is none of the selected tenants."
                    + DidYouMean.of(pilot.get(), selected)
                    + " list-tenants shows which these are. Nothing was changed.");
        }
    }

    private OperationResults apply(Triage.Sorted sorted, Survey survey, SharedWork shared, Preflight preflight) {
        int failures = sorted.failures();
        Grouping grouping = grouping(sorted, survey, shared);
        grouping.current().forEach(attempt -> context.listener().hear(new RunEvent.TenantFinished(attempt.result())));
        if (grouping.others().isEmpty()) {
            return new Application(context)
                    .confirm(grouping.current(), survey.histories())
                    .results();
        }
        preflight.warn(grouping.others());
        CohortMigration migration = new CohortMigration(context, grouping, survey.histories());
        return new Application(context)
                .apply(
                        migration.order(),
                        grouping.current(),
                        failures,
                        survey.listed(),
                        migration,
                        migration.beginProof())
                .results();
    }

    private Grouping grouping(Triage.Sorted sorted, Survey survey, SharedWork shared) {
        List<Tenant> tenants = sorted.workable();
        if (context.options().stopsAfter(sorted.failures())) {
            return Grouping.none(tenants);
        }
        TransactionWarnings warnings = new TransactionWarnings(context.listener());
        if (shared.tenantsAreHooked()) {
            MigrationPlans planned = MigrationPlans.ahead(context, tenants, survey.histories());
            planned.all().values().forEach(warnings::of);
            return Grouping.none(tenants, planned.refused()).refusing(refused(survey, planned.all()));
        }
        Grouping grouping = Grouping.of(context, tenants, survey.histories());
        grouping.groups().forEach(group -> warnings.of(group.plan()));
        return grouping.refusing(refused(survey, grouping.plans()));
    }

    /** What is shared has been worked on by now, and may have made extensions. */
    private Map<Tenant, Failure> refused(Survey survey, Map<Tenant, MigrationPlan> plans) {
        return new ExtensionCheck(context, survey.listed(), plans).refused();
    }
}
