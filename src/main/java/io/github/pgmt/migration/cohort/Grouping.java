package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.UncountedListener;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.Cohort;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Cohorts;
import io.github.pgmt.migration.survey.ExtensionCheck;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tenants by what a migration would do in them, known from their histories alone.
 *
 * @param current what became of those in which it would write nothing: they need not be opened
 * @param others all others, in the order given
 * @param groups those of them of which it is known what is to be done, by cohort, the largest first
 * @param refused those of them that are not to be opened, and why: empty ones for which the changelog is not valid, where
 *     Liquibase would begin with its two tables and find out after; and those that {@link ExtensionCheck} refuses
 */
public record Grouping(
        List<TenantMigrator.Attempt> current, List<Tenant> others, List<Group> groups, Map<Tenant, Failure> refused) {

    /**
     * A cohort with something to do.
     *
     * @param tenants in the order given
     */
    public record Group(MigrationPlan plan, List<Tenant> tenants) {

        private Cohort cohort() {
            return new Cohort(
                    tenants.size(), plan.result().changeSets().pending().size());
        }
    }

    /** Of tenants that all have to be opened. */
    public static Grouping none(List<Tenant> tenants) {
        return none(tenants, Map.of());
    }

    /** Of tenants that all have to be opened, but for these. */
    public static Grouping none(List<Tenant> tenants, Map<Tenant, Failure> refused) {
        return new Grouping(List.of(), tenants, List.of(), refused);
    }

    /** @param histories what each tenant has, by schema */
    public static Grouping of(RunContext context, List<Tenant> tenants, Map<String, TenantHistory> histories) {
        Plans planned = plans(context, tenants, histories);
        Map<Tenant, MigrationPlan> plans = planned.plans();
        List<TenantMigrator.Attempt> current = new ArrayList<>();
        List<Tenant> others = new ArrayList<>();
        Map<MigrationPlan, List<Tenant>> cohorts = new IdentityHashMap<>();
        for (Tenant tenant : tenants) {
            MigrationPlan plan = plans.get(tenant);
            if (plan != null && plan.current()) {
                current.add(done(tenant, plan));
                continue;
            }
            others.add(tenant);
            if (plan != null) {
                cohorts.computeIfAbsent(plan, absent -> new ArrayList<>()).add(tenant);
            }
        }
        List<Group> groups = groups(cohorts);
        context.listener()
                .hear(new RunEvent.CohortsFormed(
                        tenants.size(),
                        current.size(),
                        groups.stream().map(Group::cohort).toList()));
        return new Grouping(current, others, groups, planned.refused());
    }

    /** What is to be done in each tenant of a cohort. */
    public Map<Tenant, MigrationPlan> plans() {
        Map<Tenant, MigrationPlan> plans = new HashMap<>();
        groups.forEach(group -> group.tenants().forEach(tenant -> plans.put(tenant, group.plan())));
        return plans;
    }

    /** The same without a try of these tenants, for these reasons. */
    public Grouping refusing(Map<Tenant, Failure> further) {
        Map<Tenant, Failure> all = new HashMap<>(refused);
        all.putAll(further);
        List<Group> left = groups.stream()
                .map(group -> new Group(
                        group.plan(),
                        group.tenants().stream()
                                .filter(tenant -> !all.containsKey(tenant))
                                .toList()))
                .filter(group -> !group.tenants().isEmpty())
                .toList();
        return new Grouping(current, others, left, all);
    }

    private static List<Group> groups(Map<MigrationPlan, List<Tenant>> cohorts) {
        return cohorts.entrySet().stream()
                .map(cohort -> new Group(cohort.getKey(), cohort.getValue()))
                .sorted(Comparator.comparing((Group group) -> group.cohort().tenants())
                        .thenComparing(group -> group.cohort().pending())
                        .reversed()
                        .thenComparing(group -> group.tenants().get(0).schema()))
                .toList();
    }

    private static TenantMigrator.Attempt done(Tenant tenant, MigrationPlan plan) {
        return new TenantMigrator.Attempt(tenant, TenantResult.upToDate(tenant.schema()), Optional.of(plan.result()));
    }

    /**
     * What is to be done in tenants.
     *
     * @param plans without the tenants for which nothing could be planned: their migration will say why
     * @param refused those that have nothing yet and for which nothing can be planned, and why
     */
    public record Plans(Map<Tenant, MigrationPlan> plans, Map<Tenant, Failure> refused) {}

    /**
     * Plans what the tenants need, and changes nothing. A tenant whose history has a problem is in neither result.
     *
     * @param histories what each tenant has, by schema
     */
    public static Plans plans(RunContext context, List<Tenant> tenants, Map<String, TenantHistory> histories) {
        Cohorts cohorts = new Cohorts();
        Map<Tenant, Failure> refused = new ConcurrentHashMap<>();
        Map<Tenant, MigrationPlan> plans = new ConcurrentHashMap<>();
        new TenantMigrator(
                        context.environment().engines(),
                        context.options().forLooking(),
                        context.stop(),
                        new UncountedListener(context.listener()))
                .forEach(tenants, 0, TenantStep.changing(Outcome.PLANNED, (engine, tenant) -> {
                    TenantHistory history = histories.get(tenant.schema());
                    if (history.problem().isEmpty()) {
                        MigrationPlan plan = cohorts.plan(engine::plan, tenant, history);
                        Optional<Failure> failure = plan.result().failure();
                        if (failure.isEmpty()) {
                            plans.put(tenant, plan);
                        } else if (FilterCheck.isFresh(history)) {
                            refused.put(tenant, failure.get());
                        }
                    }
                    return EngineResult.nothing();
                }));
        return new Plans(plans, refused);
    }
}
