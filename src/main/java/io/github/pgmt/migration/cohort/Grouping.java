package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.event.RunCohort;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.Cohort;
import io.github.pgmt.migration.outcome.SplitCohorts;
import io.github.pgmt.migration.planning.MigrationPlans;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.ExtensionCheck;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tenants by what a migration would do in them, known from their histories alone.
 *
 * @param current what became of those in which it would write nothing: they need not be opened
 * @param others all others, in the order given
 * @param groups those of them of which it is known what is to be done, by cohort, the largest first; empty where each goes by
 *     itself
 * @param plans what is to be done in those of the others of which it is known, be it nothing
 * @param refused those of them that are not to be opened, and why: empty ones for which the changelog is not valid, where
 *     Liquibase would begin with its two tables and find out after; and those that {@link ExtensionCheck} refuses
 */
public record Grouping(
        List<TenantMigrator.Attempt> current,
        List<Tenant> others,
        List<Group> groups,
        Map<Tenant, MigrationPlan> plans,
        Map<Tenant, Failure> refused) {

    /**
     * A cohort's part in one database, with something to do.
     *
     * @param tenants in the order given
     * @param open what differs between its tenants, if something does
     * @param splitBy the parameters without which further tenants would be in it, as their values differ, and why
     */
    public record Group(
            MigrationPlan plan, List<Tenant> tenants, Optional<OpenValues> open, SortedMap<String, String> splitBy) {

        /** One that nothing splits. */
        public Group(MigrationPlan plan, List<Tenant> tenants) {
            this(plan, tenants, Optional.empty(), Collections.emptySortedMap());
        }

        private RunCohort planned() {
            return new RunCohort(
                    tenants.stream().map(Tenant::id).toList(),
                    plan.result().changeSets().pending());
        }

        private Cohort cohort() {
            return new Cohort(
                    tenants.size(), plan.result().changeSets().pending().size());
        }
    }

    /** Of tenants that all have to be opened, and of which nothing is known. */
    public static Grouping none(List<Tenant> tenants) {
        return new Grouping(List.of(), tenants, List.of(), Map.of(), Map.of());
    }

    /** Of tenants that all have to be opened, each by itself, but for those that are refused. */
    public static Grouping apart(List<Tenant> tenants, MigrationPlans planned) {
        Map<Tenant, MigrationPlan> plans = new HashMap<>();
        tenants.forEach(tenant -> planned.feasible(tenant).ifPresent(plan -> plans.put(tenant, plan)));
        return new Grouping(List.of(), tenants, List.of(), plans, planned.refused());
    }

    /** @param all whether those in which nothing would be written are to be opened too */
    public static Grouping of(RunContext context, List<Tenant> tenants, MigrationPlans planned, boolean all) {
        return of(context, tenants, all, planned::feasible, planned::open, planned::splitting, planned.refused());
    }

    /**
     * The same of what is not a migration: tenants with the same plan are a cohort, and one without any is in none.
     *
     * @param plan what is known to be doable in a tenant
     */
    public static Grouping of(
            RunContext context, List<Tenant> tenants, Function<Tenant, Optional<MigrationPlan>> plan) {
        return of(
                context, tenants, false, plan, any -> Optional.empty(), any -> Collections.emptySortedMap(), Map.of());
    }

    private static Grouping of(
            RunContext context,
            List<Tenant> tenants,
            boolean all,
            Function<Tenant, Optional<MigrationPlan>> feasible,
            Function<MigrationPlan, Optional<OpenValues>> open,
            Function<MigrationPlan, SortedMap<String, String>> splitBy,
            Map<Tenant, Failure> refused) {
        List<TenantMigrator.Attempt> current = new ArrayList<>();
        List<Tenant> others = new ArrayList<>();
        Map<Tenant, MigrationPlan> plans = new HashMap<>();
        Map<MigrationPlan, Map<Database, List<Tenant>>> cohorts = new IdentityHashMap<>();
        for (Tenant tenant : tenants) {
            Optional<MigrationPlan> plan = feasible.apply(tenant);
            boolean isCurrent = plan.filter(MigrationPlan::current).isPresent();
            if (isCurrent && !all) {
                current.add(done(tenant, plan.get()));
                continue;
            }
            others.add(tenant);
            plan.ifPresent(found -> plans.put(tenant, found));
            plan.filter(found -> !isCurrent).ifPresent(found -> add(tenant, found, cohorts));
        }
        List<Group> groups = groups(cohorts, open, splitBy);
        tell(context, tenants.size(), current.size(), groups);
        return new Grouping(current, others, groups, plans, refused);
    }

    /**
     * Of tenants that all have something to be done: who has the same plan is in the same cohort.
     *
     * @param plans in the order in which the tenants are to start
     * @param current how many others there are, in which nothing is to be done
     */
    public static Grouping of(RunContext context, Map<Tenant, MigrationPlan> plans, int current) {
        Map<MigrationPlan, Map<Database, List<Tenant>>> cohorts = new IdentityHashMap<>();
        plans.forEach((tenant, plan) -> add(tenant, plan, cohorts));
        List<Group> groups = groups(cohorts, plan -> Optional.empty(), plan -> Collections.emptySortedMap());
        tell(context, plans.size() + current, current, groups);
        return new Grouping(List.of(), List.copyOf(plans.keySet()), groups, plans, Map.of());
    }

    private static void tell(RunContext context, int tenants, int current, List<Group> groups) {
        context.listener()
                .hear(new RunEvent.CohortsFormed(
                        tenants, current, groups.stream().map(Group::cohort).toList(), split(groups)));
        context.listener()
                .hear(new RunEvent.CohortsPlanned(
                        groups.stream().map(Group::planned).toList()));
    }

    private static List<SplitCohorts> split(List<Group> groups) {
        Map<List<?>, List<Group>> alike = groups.stream()
                .filter(group -> !group.splitBy().isEmpty())
                .collect(Collectors.groupingBy(
                        group -> List.of(group.splitBy(), group.plan().result().due()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return alike.values().stream()
                .filter(parts -> parts.size() > 1)
                .map(parts -> new SplitCohorts(
                        parts.stream().mapToInt(group -> group.tenants().size()).sum(),
                        parts.size(),
                        parts.get(0).splitBy()))
                .toList();
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
                                .toList(),
                        group.open(),
                        group.splitBy()))
                .filter(group -> !group.tenants().isEmpty())
                .toList();
        Map<Tenant, MigrationPlan> doable = new HashMap<>(plans);
        doable.keySet().removeAll(all.keySet());
        return new Grouping(current, others, left, doable, all);
    }

    /** What is in one database says nothing of what is in another, so each has a pilot of its own. */
    private static void add(
            Tenant tenant, MigrationPlan plan, Map<MigrationPlan, Map<Database, List<Tenant>>> cohorts) {
        cohorts.computeIfAbsent(plan, absent -> new LinkedHashMap<>())
                .computeIfAbsent(tenant.home(), absent -> new ArrayList<>())
                .add(tenant);
    }

    private static List<Group> groups(
            Map<MigrationPlan, Map<Database, List<Tenant>>> cohorts,
            Function<MigrationPlan, Optional<OpenValues>> open,
            Function<MigrationPlan, SortedMap<String, String>> splitBy) {
        return cohorts.entrySet().stream()
                .flatMap(cohort -> cohort.getValue().values().stream()
                        .map(ofOne -> new Group(
                                cohort.getKey(), ofOne, open.apply(cohort.getKey()), splitBy.apply(cohort.getKey()))))
                .sorted(Comparator.comparing((Group group) -> group.cohort().tenants())
                        .thenComparing(group -> group.cohort().pending())
                        .reversed()
                        .thenComparing(group -> group.tenants().get(0).schema()))
                .toList();
    }

    private static TenantMigrator.Attempt done(Tenant tenant, MigrationPlan plan) {
        return new TenantMigrator.Attempt(tenant, TenantResult.upToDate(tenant.id()), Optional.of(plan.result()));
    }
}
