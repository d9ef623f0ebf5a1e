package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.application.CohortPreviews;
import io.github.pgmt.migration.application.FleetPlanning;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.FrozenFacts;
import io.github.pgmt.migration.plan.FrozenOptions;
import io.github.pgmt.migration.plan.PlanKey;
import io.github.pgmt.migration.plan.PlannedCohort;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.TagCheck;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Works out, and freezes, what a migration of the selected tenants would do. It looks as {@link StatusRun} does: nothing is written. */
public final class PlanRun {

    private static final String HOOKS = "TenantHook";

    /**
     * What was worked out.
     *
     * @param preview what carrying it out would send to the tenants of the plan
     */
    public record Made(FleetPlan plan, RunPreview preview) {}

    private final RunContext context;

    /** @param context of whose options the number of threads counts */
    public PlanRun(RunContext context) {
        this.context = context;
    }

    /**
     * The plan; nothing selected is an empty one.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws InvalidChangelogException when the changelog is
     * @throws RunRefusedException when no tenant was made with this changelog, or the shared one may not be applied
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public Made plan(TenantSelection selection, FrozenOptions options) {
        Survey survey = Survey.of(context, selection);
        Triage.Sorted sorted =
                new Triage(survey, context.selecting(selection).gone()).sort(survey.selected(), survey.histories());
        FilterCheck filter = new FilterCheck(context, survey);
        filter.requireSomethingFor(sorted.workable());
        filter.warn();
        new TagCheck(context, survey).requireKnown();
        FrozenFacts facts = FleetPlanning.facts(context, options);
        PlanKey key = options.key(facts.databases());
        FleetPlanning.Planned planned = new FleetPlanning(context, options, key).plan(survey, sorted.workable(), facts);
        new SecondLook(context, selection, survey.listed()).warn("plan");
        return new Made(
                plan(facts, key, planned, refused(sorted, planned)),
                new CohortPreviews(context, Optional.empty()).ofMigration(planned.plans(), survey.histories()));
    }

    private static FleetPlan plan(
            FrozenFacts facts, PlanKey key, FleetPlanning.Planned planned, List<RefusedTenant> refused) {
        List<PlannedCohort> shared = PlannedCohort.of(planned.shared());
        List<PlannedCohort> cohorts = PlannedCohort.of(planned.tenants());
        return new FleetPlan(
                facts.databases(),
                facts.liquibase(),
                facts.options(),
                key.isGiven(),
                key.check(),
                planned.parameters(),
                shared,
                cohorts,
                refused,
                notFrozen(facts, Stream.concat(shared.stream(), cohorts.stream())));
    }

    private static List<RefusedTenant> refused(Triage.Sorted sorted, FleetPlanning.Planned planned) {
        List<RefusedTenant> refused = new ArrayList<>();
        sorted.settled()
                .forEach(result -> result.failure().ifPresent(failure -> refused.add(refused(result.id(), failure))));
        planned.refused().forEach((tenant, failure) -> refused.add(refused(tenant.id(), failure)));
        return refused;
    }

    private static RefusedTenant refused(TenantId id, Failure failure) {
        return new RefusedTenant(id, failure.kind(), failure.message());
    }

    private static List<String> notFrozen(FrozenFacts facts, Stream<PlannedCohort> cohorts) {
        SortedSet<String> sentences = new TreeSet<>();
        Optional.ofNullable(facts.options().get(HOOKS))
                .ifPresent(classes -> sentences.add(HOOKS + ": what " + classes + " does is known when it runs"));
        cohorts.flatMap(cohort -> cohort.changeSets().stream())
                .forEach(changeSet ->
                        changeSet.notFrozen().ifPresent(why -> sentences.add(changeSet.id() + ": " + why)));
        return List.copyOf(sentences);
    }
}
