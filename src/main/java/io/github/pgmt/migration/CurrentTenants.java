package io.github.pgmt.migration;

import io.github.pgmt.tenant.Tenant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Tells the tenants for which a migration has nothing to do from the others, by their histories alone: they need not be
 * opened.
 *
 * @param current what became of those that are, in the order given
 * @param others those with something to do, or of which that is not known
 */
record CurrentTenants(List<TenantMigrator.Attempt> current, List<Tenant> others) {

    /** Of tenants that all have to be opened. */
    static CurrentTenants none(List<Tenant> tenants) {
        return new CurrentTenants(List.of(), tenants);
    }

    /** @param histories what each tenant has, by schema */
    static CurrentTenants among(RunContext context, List<Tenant> tenants, Map<String, TenantHistory> histories) {
        Map<Tenant, MigrationPlan> plans = plans(context, tenants, histories);
        Map<Boolean, List<Tenant>> byCurrent = tenants.stream()
                .collect(Collectors.partitioningBy(
                        tenant -> plans.containsKey(tenant) && plans.get(tenant).current()));
        context.listener().cohortsFormed(tenants.size(), byCurrent.get(true).size(), cohorts(plans));
        return new CurrentTenants(
                byCurrent.get(true).stream()
                        .map(tenant -> done(tenant, plans.get(tenant)))
                        .toList(),
                byCurrent.get(false));
    }

    private static TenantMigrator.Attempt done(Tenant tenant, MigrationPlan plan) {
        return new TenantMigrator.Attempt(tenant, TenantResult.upToDate(tenant.schema()), Optional.of(plan.result()));
    }

    /** Without the tenants for which nothing could be planned: their migration will say why. */
    private static Map<Tenant, MigrationPlan> plans(
            RunContext context, List<Tenant> tenants, Map<String, TenantHistory> histories) {
        Cohorts cohorts = new Cohorts();
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
                        if (plan.result().failure().isEmpty()) {
                            plans.put(tenant, plan);
                        }
                    }
                    return EngineResult.nothing();
                }));
        return plans;
    }

    /** Those with something to do, the largest first. */
    private static List<Cohort> cohorts(Map<Tenant, MigrationPlan> plans) {
        Map<MigrationPlan, Integer> sizes = new IdentityHashMap<>();
        plans.values().stream().filter(plan -> !plan.current()).forEach(plan -> sizes.merge(plan, 1, Integer::sum));
        return sizes.entrySet().stream()
                .map(size -> new Cohort(
                        size.getValue(),
                        size.getKey().result().changeSets().pending().size()))
                .sorted(Comparator.comparingInt(Cohort::tenants)
                        .thenComparingInt(Cohort::pending)
                        .reversed())
                .toList();
    }
}
