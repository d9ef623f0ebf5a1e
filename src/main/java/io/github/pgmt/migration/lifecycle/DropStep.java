package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantOrigin;
import java.util.List;
import java.util.Optional;

/**
 * Drops a tenant, or says that it would.
 *
 * @param withRow its row in the registry goes too
 */
record DropStep(
        RunEnvironment environment, MigrationListener listener, DropRefusals refusals, boolean withRow, boolean dryRun)
        implements TenantStep {

    @Override
    public EngineResult run(MigrationEngine engine, Tenant tenant) {
        try {
            return remove(tenant).map(EngineResult::failed).orElseGet(EngineResult::nothing);
        } catch (TenantUnavailableException e) {
            return EngineResult.failed(e.failure());
        }
    }

    @Override
    public Outcome outcome(Tenant tenant, EngineResult result) {
        return Operation.DROP.success(dryRun);
    }

    /** Why the tenant was not removed, if so. The history is read anew: a tenant that was held may have changed. */
    private Optional<Failure> remove(Tenant tenant) {
        TenantHistory history = environment.fleet().histories(List.of(tenant)).get(tenant);
        Optional<Failure> reason = history.problem()
                .or(() -> refusals.of(tenant, history))
                .or(() -> withoutSchema(history))
                .or(() -> environment.removal().obstacle(tenant, withRow));
        if (reason.isPresent()) {
            return reason;
        }
        boolean hasSchema = history.state() != TenantHistory.State.MISSING;
        listener.hear(new RunEvent.DropStarted(tenant.id(), hasSchema ? size(tenant) : SchemaSize.NONE, withRow));
        if (dryRun) {
            return Optional.empty();
        }
        if (hasSchema) {
            environment
                    .removal()
                    .drop(
                            tenant,
                            withRow,
                            (gone, left) -> listener.hear(new RunEvent.DropGoesOn(tenant.id(), gone, left)));
        } else {
            environment.removal().deleteRow(tenant);
        }
        return Optional.empty();
    }

    /** Only the registry lists a tenant without a schema. */
    private Optional<Failure> withoutSchema(TenantHistory history) {
        if (history.state() != TenantHistory.State.MISSING || withRow) {
            return Optional.empty();
        }
        String message = environment.tenants().origin() == TenantOrigin.REGISTRY
                ? "The schema is gone already; its row is still in the registry. To remove the row too, repeat the command "
                        + "with -Dpgmt.tenantTable and -Dpgmt.dropRegistryRow=true."
                : "The schema is gone already.";
        return Optional.of(Failure.of(Failure.Kind.MISSING, message));
    }

    private SchemaSize size(Tenant tenant) {
        return environment.fleet().sizes(List.of(tenant)).getOrDefault(tenant, SchemaSize.NONE);
    }
}
