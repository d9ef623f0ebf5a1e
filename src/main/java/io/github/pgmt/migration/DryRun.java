package io.github.pgmt.migration;

import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;

/** Says what would be applied to tenants, from their histories. */
final class DryRun {

    /** How a tenant is planned. */
    interface Planning {

        EngineResult plan(MigrationEngine engine, Tenant tenant, TenantHistory history);
    }

    private final RunContext context;
    private final Planning planning;

    private DryRun(RunContext context, Planning planning) {
        this.context = context;
        this.planning = planning;
    }

    /** Of a migration. */
    static DryRun ofMigration(RunContext context) {
        Cohorts cohorts = new Cohorts();
        return new DryRun(
                context,
                (engine, tenant, history) ->
                        cohorts.plan(engine::plan, tenant, history).result());
    }

    static DryRun of(RunContext context, Planning planning) {
        return new DryRun(context, planning);
    }

    /**
     * Plans for every tenant that the failure policy lets start.
     *
     * @param failures how many of the run's tenants have failed already
     * @param histories what each tenant has, by schema
     */
    OperationResults plan(List<Tenant> tenants, int failures, Map<String, TenantHistory> histories) {
        List<TenantMigrator.Attempt> attempts = context.migrator()
                .forEach(
                        tenants,
                        failures,
                        TenantStep.changing(
                                Outcome.PLANNED,
                                (engine, tenant) -> plan(engine, tenant, histories.get(tenant.schema()))));
        return new OperationResults(
                attempts.stream().map(TenantMigrator.Attempt::result).toList(), List.of());
    }

    /** A history that was busy when all were read is read again. */
    private EngineResult plan(MigrationEngine engine, Tenant tenant, TenantHistory seen) {
        TenantHistory history = seen.problem().isEmpty()
                ? seen
                : context.environment()
                        .fleet()
                        .histories(List.of(tenant.schema()))
                        .get(tenant.schema());
        return history.problem().map(EngineResult::failed).orElseGet(() -> planning.plan(engine, tenant, history));
    }
}
