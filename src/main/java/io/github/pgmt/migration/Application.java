package io.github.pgmt.migration;

import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.HashSet;
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
        Set<String> tenantSchemas = schemas(listed);
        tenants.forEach(tenant -> tenantSchemas.add(tenant.schema()));
        Set<FleetDatabase.OutsideObject> before = environment.fleet().objectsOutside(tenantSchemas);
        List<TenantMigrator.Attempt> attempts = context.migrator().forEach(tenants, failures, step);
        Set<FleetDatabase.OutsideObject> outside = appearedOutside(before, tenantSchemas);
        List<TenantResult> verified = new Verification(environment.fleet(), context.runId(), environment.localHost())
                .verify(attempts, outside);
        tellNotConfirmed(attempts, verified);
        return new OperationResults(verified, texts(outside));
    }

    /** Tenants that were born during the run are tenants too, so the source is asked again. */
    private Set<FleetDatabase.OutsideObject> appearedOutside(
            Set<FleetDatabase.OutsideObject> before, Set<String> tenantSchemas) {
        Set<String> tenantsNow = new HashSet<>(tenantSchemas);
        tenantsNow.addAll(schemas(environment.tenants().list()));
        Set<FleetDatabase.OutsideObject> outside =
                new HashSet<>(environment.fleet().objectsOutside(tenantsNow));
        outside.removeAll(before);
        return outside;
    }

    private void tellNotConfirmed(List<TenantMigrator.Attempt> attempts, List<TenantResult> verified) {
        for (int index = 0; index < verified.size(); index++) {
            if (verified.get(index) != attempts.get(index).result()) {
                context.listener().tenantNotConfirmed(verified.get(index));
            }
        }
    }

    private static Set<String> schemas(Collection<ListedTenant> listed) {
        Set<String> schemas = new HashSet<>();
        listed.forEach(tenant -> schemas.add(tenant.schema()));
        return schemas;
    }

    private static List<String> texts(Collection<FleetDatabase.OutsideObject> outside) {
        return outside.stream()
                .map(FleetDatabase.OutsideObject::toString)
                .distinct()
                .sorted()
                .toList();
    }
}
