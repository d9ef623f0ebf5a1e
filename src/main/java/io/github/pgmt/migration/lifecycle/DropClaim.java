package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.proof.Claim;
import io.github.pgmt.migration.proof.OutsideWatch;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantOrigin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** That what was dropped is gone, and nothing else. */
final class DropClaim implements Claim {

    private final RunContext context;
    private final boolean withRow;
    private final Set<FleetDatabase.OutsideObject> vanished;
    private final Set<String> listed = new HashSet<>();

    /**
     * @param withRow the tenants' rows in the registry are said to be gone too
     * @param vanished what was outside the tenants' schemas before the run and is not there now
     */
    DropClaim(RunContext context, boolean withRow, Set<FleetDatabase.OutsideObject> vanished) {
        this.context = context;
        this.withRow = withRow;
        this.vanished = vanished;
    }

    @Override
    public boolean isMadeBy(Attempt attempt) {
        return attempt.result().outcome() == Outcome.DROPPED;
    }

    @Override
    public Map<Tenant, String> doubts(List<Attempt> claimed) {
        List<Tenant> dropped = claimed.stream().map(Attempt::tenant).toList();
        Map<Tenant, TenantHistory> histories = context.environment().fleet().histories(dropped);
        context.environment().tenants().list().stream()
                .map(ListedTenant::schema)
                .forEach(listed::add);
        Map<Tenant, String> doubts = new HashMap<>();
        dropped.forEach(tenant -> doubt(histories.get(tenant)).ifPresent(doubt -> doubts.put(tenant, doubt)));
        return doubts;
    }

    private Optional<String> doubt(TenantHistory history) {
        if (history.state() != TenantHistory.State.MISSING) {
            return Optional.of("The schema was dropped, and there is one of this name again. Find out who made it.");
        }
        if (withRow && listed.contains(history.schema())) {
            return Optional.of("The schema is gone, but the registry still lists the tenant.");
        }
        return vanished.isEmpty()
                ? Optional.empty()
                : Optional.of("The schema is gone, and meanwhile these vanished outside the tenants' schemas: "
                        + String.join(", ", OutsideWatch.texts(vanished))
                        + ". pgmt drops nothing there, so somebody else did; if nobody did, report it, please.");
    }

    @Override
    public TenantResult confirmed(Attempt attempt) {
        TenantResult result = attempt.result();
        if (listed.contains(result.schema()) && context.environment().tenants().origin() == TenantOrigin.REGISTRY) {
            context.listener()
                    .warned("The registry still lists the tenant, which is MISSING from now on. "
                            + "-Dpgmt.dropRegistryRow=true removes the row of a -Dpgmt.tenantTable.");
        }
        return result;
    }
}
