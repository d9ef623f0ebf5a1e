package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.work.EarlierTries;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates a tenant's schema where it is missing, migrates it, and takes a schema back that came to nothing. */
final class SetUpStep implements TenantStep {

    private final NewSchema newSchema;
    private final NewSchemas schemas;
    private final CreatedSchemas created;
    private final FleetDatabase fleet;
    private final GoneTenants gone;
    private final Refusals refusals;
    private final Set<Tenant> missing;
    private final Map<Tenant, Failure> refused;
    private final EarlierTries earlier = new EarlierTries();

    /**
     * @param missing tenants without a schema when the run looked
     * @param refused tenants that are not to be begun, and why
     */
    SetUpStep(
            NewSchema newSchema,
            RunContext context,
            CreatedSchemas created,
            Refusals refusals,
            Set<Tenant> missing,
            Map<Tenant, Failure> refused) {
        this.newSchema = newSchema;
        this.schemas = context.environment().newSchemas();
        this.gone = context.gone();
        this.created = created;
        this.fleet = context.environment().fleet();
        this.refusals = refusals;
        this.missing = Set.copyOf(missing);
        this.refused = Map.copyOf(refused);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public EngineResult run(MigrationEngine engine, Tenant tenant) {
        return earlier.and(tenant, setUp(engine, tenant));
    }

    private EngineResult setUp(MigrationEngine engine, Tenant tenant) {
        if (refused.containsKey(tenant)) {
            return EngineResult.failed(refused.get(tenant));
        }
        if (!missing.contains(tenant)) {
            return engine.migrate(tenant);
        }
        EngineResult result = unlessGoneAgain(
                tenant, refusalNow(tenant).map(EngineResult::failed).orElseGet(() -> engine.setUp(tenant, newSchema)));
        return result.failure()
                .filter(failure -> !failure.mayPass() && created.isOpen(tenant))
                .map(failure -> takenBack(tenant, failure, result))
                .orElse(result);
    }

    /** A schema that was never made did not go. */
    private EngineResult unlessGoneAgain(Tenant tenant, EngineResult result) {
        return schemas.isCreated(tenant) ? gone.explain(tenant, result) : result;
    }

    /** A schema that this run took back itself is not gone. */
    @Override
    public EngineResult unlessGone(GoneTenants others, Tenant tenant, EngineResult result) {
        return missing.contains(tenant) ? result : others.explain(tenant, result);
    }

    /** The schema may have come meanwhile, while the tenant waited for its turn or for another run. */
    private Optional<Failure> refusalNow(Tenant tenant) {
        TenantHistory history = fleet.histories(List.of(tenant)).get(tenant);
        return history.state() == TenantHistory.State.MISSING ? Optional.empty() : refusals.of(history);
    }

    /** Changesets that went with the schema were not applied. */
    private EngineResult takenBack(Tenant tenant, Failure failure, EngineResult result) {
        Failure told = created.takeBack(tenant, failure);
        return schemas.isCreated(tenant)
                ? new EngineResult(
                        result.due(),
                        result.changeSets(),
                        result.created(),
                        result.concurrentIndexes(),
                        Optional.of(told))
                : EngineResult.failed(told);
    }

    @Override
    public TenantResult leave(Attempt unconfirmed) {
        return created.leave(unconfirmed);
    }

    @Override
    public Outcome outcome(Tenant tenant, EngineResult result) {
        if (schemas.isCreated(tenant)) {
            return Outcome.CREATED;
        }
        return result.changeSets().isEmpty() ? Outcome.UP_TO_DATE : Outcome.MIGRATED;
    }
}
