package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.cohort.NewTenants;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Set;

/** Migrates tenants that may have to be made first, and takes the schemas back of those that came to nothing. */
final class SetUpStep implements TenantStep {

    private final TenantStep migration;
    private final NewTenants newTenants;
    private final NewSchemas schemas;
    private final CreatedSchemas created;
    private final GoneTenants gone;

    /** @param migration of the tenants, which makes those that are new */
    SetUpStep(RunContext context, TenantStep migration, NewTenants newTenants, CreatedSchemas created) {
        this.migration = migration;
        this.newTenants = newTenants;
        this.schemas = context.environment().newSchemas();
        this.gone = context.gone();
        this.created = created;
    }

    @Override
    public boolean admits(Tenant tenant) {
        return migration.admits(tenant);
    }

    @Override
    public List<GivenUp> givenUp(Set<Tenant> atWork, Set<Tenant> begun) {
        return migration.givenUp(atWork, begun);
    }

    @Override
    public void ended(Tenant tenant, EngineResult result) {
        migration.ended(tenant, result);
    }

    @Override
    public boolean isRepeatable() {
        return migration.isRepeatable();
    }

    @Override
    public EngineResult run(MigrationEngine engine, Tenant tenant) {
        EngineResult result = migration.run(engine, tenant);
        return newTenants.contains(tenant) ? settled(tenant, unlessGoneAgain(tenant, result)) : result;
    }

    private EngineResult settled(Tenant tenant, EngineResult result) {
        return result.failure()
                .filter(failure -> !failure.mayPass() && created.isOpen(tenant))
                .map(failure -> takenBack(tenant, failure, result))
                .orElse(result);
    }

    /** A schema that was never made did not go. */
    private EngineResult unlessGoneAgain(Tenant tenant, EngineResult result) {
        return newTenants.isPending(tenant) ? result : gone.explain(tenant, result);
    }

    /** A schema that this run took back itself is not gone. */
    @Override
    public EngineResult unlessGone(GoneTenants others, Tenant tenant, EngineResult result) {
        return newTenants.contains(tenant) ? result : migration.unlessGone(others, tenant, result);
    }

    /** Changesets that went with the schema were not applied. */
    private EngineResult takenBack(Tenant tenant, Failure failure, EngineResult result) {
        Failure told = created.takeBack(tenant, failure);
        return schemas.isCreated(tenant)
                ? result.withFailure(before -> told)
                : EngineResult.failed(told).by(result.way());
    }

    @Override
    public TenantResult leave(Attempt unconfirmed) {
        return created.leave(unconfirmed);
    }

    @Override
    public Outcome outcome(Tenant tenant, EngineResult result) {
        return schemas.isCreated(tenant) ? Outcome.CREATED : migration.outcome(tenant, result);
    }
}
