package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.cohort.NewTenants;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tenants of a set-up whose schemas were missing when it looked. */
final class TenantsToMake implements NewTenants {

    private final RunEnvironment environment;
    private final NewSchema newSchema;
    private final Set<Tenant> missing;
    private final Refusals refusals;

    /** @param refusals tell what a schema that came meanwhile must not have in it */
    TenantsToMake(RunEnvironment environment, NewSchema newSchema, Set<Tenant> missing, Refusals refusals) {
        this.environment = environment;
        this.newSchema = newSchema;
        this.missing = Set.copyOf(missing);
        this.refusals = refusals;
    }

    @Override
    public boolean contains(Tenant tenant) {
        return missing.contains(tenant);
    }

    @Override
    public boolean isPending(Tenant tenant) {
        return contains(tenant) && !environment.newSchemas().isCreated(tenant);
    }

    @Override
    public Optional<Failure> make(Tenant tenant) {
        return environment.replays().create(tenant, newSchema);
    }

    @Override
    public EngineResult migrate(MigrationEngine engine, Tenant tenant) {
        return refusalNow(tenant).map(EngineResult::failed).orElseGet(() -> engine.setUp(tenant, newSchema));
    }

    /** The schema may have come meanwhile, while the tenant waited for its turn or for another run. */
    private Optional<Failure> refusalNow(Tenant tenant) {
        TenantHistory history = environment.fleet().histories(List.of(tenant)).get(tenant);
        return history.state() == TenantHistory.State.MISSING ? Optional.empty() : refusals.of(tenant, history);
    }
}
