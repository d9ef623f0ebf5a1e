package io.github.pgmt.migration.application;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.plan.FrozenFacts;
import io.github.pgmt.migration.plan.PlanComparison;
import io.github.pgmt.migration.plan.PlanToKeep;
import io.github.pgmt.migration.plan.Verdict;
import io.github.pgmt.migration.planning.MigrationPlans;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets a migration do what was planned, and nothing else; asked before anything is changed. */
public final class HeldToPlan {

    private static final int NAMES_SHOWN = 20;

    private final RunContext context;
    private final Survey survey;
    private final PlanToKeep kept;
    private final boolean isCounted;

    public HeldToPlan(RunContext context, Survey survey, PlanToKeep kept) {
        this.context = context;
        this.survey = survey;
        this.kept = kept;
        this.isCounted = survey.changelog().end().howFar().changesToApply().isPresent();
    }

    /**
     * What may be done.
     *
     * @param sorted those of the tenants that may be migrated, with results of the others
     * @param tenants keeps them to the plan until it is their turn
     */
    public record Held(Triage.Sorted sorted, HeldTenants tenants) {}

    /**
     * What of that may be done in these.
     *
     * @throws RunRefusedException when the plan is not one for this run: another database, changelog, Liquibase or option
     */
    public Held among(Triage.Sorted sorted) {
        FrozenFacts facts = FleetPlanning.facts(context, kept.options());
        refuse(kept.objections(facts));
        FleetPlanning planning = new FleetPlanning(context, kept.options(), kept.key());
        FleetPlanning.Planned now = planning.plan(survey, sorted.workable(), facts);
        refuse(kept.objections(now.parameters()));
        PlanComparison comparison = new PlanComparison(kept, isCounted);
        refuse(comparison.compareShared(now.shared()).stream().toList());
        comparison.compare(now.tenants());
        refuse(comparison.changedChangelog().stream().toList());
        warnOfSkipped(comparison.skipped());
        Again again = new Again(planning, comparison, facts);
        return new Held(
                sorted(sorted, now, comparison), new HeldTenants(held(planning.held(), comparison.limited()), again));
    }

    private static Map<Tenant, HeldTo> held(Map<Tenant, HeldTo> found, Map<TenantId, List<ChangeSetId>> limited) {
        Map<Tenant, HeldTo> held = new HashMap<>();
        found.forEach((tenant, to) -> held.put(
                tenant,
                Optional.ofNullable(limited.get(tenant.id())).map(to::limitedTo).orElse(to)));
        return held;
    }

    /** Compares a tenant that somebody else has moved. What is shared is not moved by the way. */
    private final class Again implements HeldTenants.Comparing {

        private final FleetPlanning planning;
        private final PlanComparison comparison;
        private final FrozenFacts facts;
        private final MigrationPlans plans = MigrationPlans.of(context, survey);

        Again(FleetPlanning planning, PlanComparison comparison, FrozenFacts facts) {
            this.planning = planning;
            this.comparison = comparison;
            this.facts = facts;
        }

        @Override
        public Optional<HeldTenants.Compared> again(MigrationEngine engine, Tenant tenant) {
            return survey.histories().containsKey(tenant) ? Optional.of(compared(engine, tenant)) : Optional.empty();
        }

        private HeldTenants.Compared compared(MigrationEngine engine, Tenant tenant) {
            TenantHistory history =
                    context.environment().fleet().histories(List.of(tenant)).get(tenant);
            if (history.state() == TenantHistory.State.MISSING) {
                return HeldTenants.Compared.failed(Refusals.missing(tenant.id()));
            }
            if (history.problem().isPresent()) {
                return HeldTenants.Compared.failed(history.problem().get());
            }
            Optional<Failure> unplanned = plans.plan(engine, tenant, history).failure();
            if (unplanned.isPresent()) {
                return HeldTenants.Compared.failed(moved(unplanned.get().message()));
            }
            Verdict verdict = comparison.of(
                    planning.planned(engine, tenant, history, plans.all().get(tenant), facts));
            return switch (verdict.kind()) {
                case AS_PLANNED ->
                    isCounted
                            // What the run has done in it would have to be counted, too.
                            ? HeldTenants.Compared.failed(moved("It fits the plan still: run the same plan again."))
                            : HeldTenants.Compared.fitting(planning.held().get(tenant));
                case DONE -> HeldTenants.Compared.done();
                case STALE, CHANGED, NOT_PLANNED -> HeldTenants.Compared.failed(moved(verdict.sentences()));
            };
        }

        private static Failure moved(String why) {
            return HeldTo.moved("It has changed while the run was at work. " + why);
        }
    }

    private Triage.Sorted sorted(Triage.Sorted sorted, FleetPlanning.Planned now, PlanComparison comparison) {
        List<TenantResult> settled = new ArrayList<>();
        comparison.stale().forEach((id, why) -> settled.add(TenantResult.failed(id, stale(why))));
        comparison.skipped().forEach(id -> settled.add(TenantResult.notInPlan(id)));
        comparison
                .done()
                .forEach(id -> settled.add(TenantResult.upToDate(id, Optional.of("it has all that was planned"))));
        now.refused().forEach((tenant, why) -> settled.add(TenantResult.failed(tenant.id(), why)));
        Set<TenantId> out = settled.stream().map(TenantResult::id).collect(Collectors.toSet());
        settled.addAll(gone(sorted));
        context.listener().finished(settled);
        List<Tenant> left = sorted.workable().stream()
                .filter(tenant -> !out.contains(tenant.id()))
                .toList();
        settled.addAll(sorted.settled());
        return new Triage.Sorted(left, settled);
    }

    private static Failure stale(String why) {
        return Failure.of(Failure.Kind.STALE, why + " Nothing was done in it.");
    }

    /** Tenants of the plan that there are no more, as far as this run would choose them. */
    private List<TenantResult> gone(Triage.Sorted sorted) {
        Set<TenantId> known = new HashSet<>();
        survey.listed().forEach(tenant -> known.add(tenant.id()));
        sorted.settled().forEach(result -> known.add(result.id()));
        return kept.tenantsWithout(known).stream()
                .filter(this::isMeant)
                .map(id -> TenantResult.gone(
                        id,
                        Duration.ZERO,
                        "The schema is gone: somebody dropped or renamed it since the plan was made."))
                .toList();
    }

    private boolean isMeant(TenantId id) {
        return context.environment()
                .reached(id.database())
                .map(database -> new ListedTenant(database, id.schema(), id.schema(), Map.of()))
                .filter(tenant -> !context.selection().chosen(List.of(tenant)).isEmpty())
                .isPresent();
    }

    private void warnOfSkipped(Collection<TenantId> skipped) {
        if (!skipped.isEmpty()) {
            String names = skipped.stream()
                    .limit(NAMES_SHOWN)
                    .map(TenantId::displayName)
                    .collect(Collectors.joining(", "));
            int more = skipped.size() - NAMES_SHOWN;
            context.listener()
                    .warned("Left out, since the plan does not have them (-Dpgmt.newTenants=skip): " + names
                            + (more > 0 ? " and " + more + " more" : "") + ".");
        }
    }

    private static void refuse(List<String> objections) {
        if (!objections.isEmpty()) {
            throw new RunRefusedException(
                    "The plan (-Dpgmt.planFile) is not one for this run. "
                            + String.join(" ", objections)
                            + " No tenant was touched. Make a plan of what is due now with pgmt:plan, or run what was planned.");
        }
    }
}
