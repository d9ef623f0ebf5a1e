package io.github.pgmt.migration;

import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Set;

/**
 * Applies changesets in many tenants and asks the database afterwards: whether each tenant has them, and whether anything
 * appeared where no tenant lives.
 */
final class Application {

    private final RunContext context;
    private final RunEnvironment environment;

    Application(RunContext context) {
        this.context = context;
        this.environment = context.environment();
    }

    /**
     * Does the step for every tenant that the failure policy lets start, and verifies what it says.
     *
     * @param failures how many of the run's tenants have failed already
     * @param listed all tenants there are, which are not outside
     */
    OperationResults apply(List<Tenant> tenants, int failures, List<ListedTenant> listed, TenantStep step) {
        if (tenants.isEmpty()) {
            return OperationResults.NONE;
        }
        OutsideWatch watch = OutsideWatch.begin(environment, listed, tenants);
        List<TenantMigrator.Attempt> attempts = context.migrator().forEach(tenants, failures, step);
        Set<FleetDatabase.OutsideObject> outside = watch.changes().appeared();
        List<TenantResult> verified = new Verification(environment.fleet(), context.runId(), environment.localHost())
                .verify(attempts, outside);
        tellNotConfirmed(attempts, verified);
        return new OperationResults(verified, OutsideWatch.texts(outside));
    }

    private void tellNotConfirmed(List<TenantMigrator.Attempt> attempts, List<TenantResult> verified) {
        for (int index = 0; index < verified.size(); index++) {
            if (verified.get(index) != attempts.get(index).result()) {
                context.listener().tenantNotConfirmed(verified.get(index));
            }
        }
    }
}
