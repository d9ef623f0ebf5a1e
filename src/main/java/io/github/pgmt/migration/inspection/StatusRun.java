package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.application.SharedChangelog;
import io.github.pgmt.migration.application.StatusOf;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.migration.planning.MigrationPlans;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.survey.ExtensionCheck;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.TagCheck;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.UnknownTenant;
import io.github.pgmt.tenant.UnusableTenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks how the selected tenants are to the changelog. Everything is worked out from the histories, which are read with
 * plain queries: nothing is written, no lock is taken, and no tenant gets a connection of its own.
 */
public final class StatusRun {

    private final RunContext context;

    /** @param context of whose options the number of threads counts */
    public StatusRun(RunContext context) {
        this.context = context;
    }

    /**
     * The status of every selected tenant, and of the shared schema.
     *
     * @param failOnPending every tenant that is not up to date fails the build
     */
    public StatusReport report(TenantSelection selection, boolean failOnPending) {
        return new StatusReport(failOnPending, look(selection), lookAtShared());
    }

    /**
     * The status of every selected tenant, ordered by schema. Nothing selected is an empty result.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws InvalidChangelogException when the changelog is
     * @throws RunRefusedException when there is no such tag as the one up to which is looked
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public List<TenantStatus> look(TenantSelection selection) {
        Survey survey = Survey.of(context, selection);
        new FilterCheck(context, survey).warn();
        new TagCheck(context, survey).requireKnown();
        GoneTenants gone = context.selecting(selection).gone();
        Predicate<TenantId> askedFor = selection.askedFor();
        Set<Tenant> vanished = new HashSet<>(gone.among(survey.histories()));
        vanished.removeIf(tenant -> askedFor.test(tenant.id()));
        List<TenantStatus> statuses = new ArrayList<>();
        List<Tenant> toPlan = new ArrayList<>();
        for (TenantId name : survey.selected().missing()) {
            statuses.add(StatusOf.refused(
                    name,
                    TenantHistory.without(name.schema(), TenantHistory.State.MISSING),
                    survey.missingTenants().orNew(name)));
        }
        for (UnusableTenant tenant : survey.selected().unusable()) {
            statuses.add(StatusOf.refused(tenant.id(), TenantHistory.unusable(tenant), Refusals.unusable(tenant)));
        }
        for (UnknownTenant tenant : survey.selected().unknown()) {
            statuses.add(StatusOf.unreachable(tenant.id(), Refusals.unknown(tenant)));
        }
        for (Tenant tenant : survey.selected().tenants()) {
            TenantHistory history = survey.histories().get(tenant);
            Optional<Failure> refusal =
                    history.problem().or(() -> survey.refusals().of(tenant, history));
            if (!vanished.contains(tenant)) {
                refusal.ifPresentOrElse(
                        failure -> statuses.add(refused(tenant, history, failure)), () -> toPlan.add(tenant));
            }
        }
        warnOfGone(vanished);
        statuses.addAll(planned(toPlan, survey));
        statuses.sort(Comparator.comparing(TenantStatus::id));
        new SecondLook(context, selection, survey.listed()).warn("status");
        return statuses;
    }

    private TenantStatus refused(Tenant tenant, TenantHistory history, Failure failure) {
        return context.environment().reaches(tenant.home())
                ? StatusOf.refused(tenant.id(), history, failure)
                : StatusOf.unreachable(tenant.id(), failure);
    }

    private void warnOfGone(Set<Tenant> tenants) {
        if (!tenants.isEmpty()) {
            context.listener()
                    .warned("Left out, since somebody dropped or renamed the schema when it had been listed: "
                            + tenants.stream().map(Tenant::displayName).sorted().collect(Collectors.joining(", "))
                            + ".");
        }
    }

    /**
     * How the shared schema of each database that answers is, where there is a shared changelog.
     *
     * @throws RunRefusedException when that changelog cannot be read
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public List<TenantStatus> lookAtShared() {
        RunEnvironment environment = context.environment();
        if (!environment.shared().hasChangelog()) {
            return List.of();
        }
        return environment.databases().reached().keySet().stream()
                .map(place -> environment.within(place.database()))
                .map(this::lookAtShared)
                .toList();
    }

    private TenantStatus lookAtShared(RunEnvironment within) {
        try {
            return new SharedChangelog(within).status();
        } catch (DatabaseUnavailableException e) {
            if (context.isInOneDatabase()) {
                throw e;
            }
            TenantId place = within.shared().place(within.database()).id();
            return StatusOf.unreachable(place, Failure.of(Failure.Kind.CONNECTION, e.getMessage()));
        }
    }

    private List<TenantStatus> planned(List<Tenant> tenants, Survey survey) {
        Map<Tenant, TenantHistory> histories = survey.histories();
        context.comesTo(RunPhase.PLAN);
        MigrationPlans plans = MigrationPlans.of(context, survey);
        // What its listener would hear is of a migration, which this is not.
        List<TenantMigrator.Attempt> attempts =
                plans.noteAll(context.heardBy(MigrationListener.NONE), tenants, histories);
        ExtensionCheck.warn(context, survey.listed(), plans.all());
        return attempts.stream()
                .map(attempt -> {
                    TenantHistory history = histories.get(attempt.tenant());
                    MigrationPlan plan = plans.all().get(attempt.tenant());
                    return plan == null
                            ? notFoundOut(attempt, history)
                            : StatusOf.planned(attempt.tenant().id(), history, plan);
                })
                .toList();
    }

    private static TenantStatus notFoundOut(TenantMigrator.Attempt attempt, TenantHistory history) {
        String why = attempt.result()
                .failure()
                .map(Failure::message)
                .or(attempt.result()::reason)
                .orElse("The run was interrupted before this tenant was looked at.");
        return new TenantStatus(
                attempt.tenant().id(),
                State.UNREADABLE,
                history.rows().size(),
                TenantStatus.ChangeSets.NONE,
                history.lock(),
                Optional.of(why));
    }
}
