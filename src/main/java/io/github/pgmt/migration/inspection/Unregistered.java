package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tenants that the registry does not know (any more), or never did: schemas with a history and no row. */
final class Unregistered {

    private Unregistered() {}

    /**
     * Their schemas; where there is no registry there are none.
     *
     * @param catalog the schemas that would be tenants if there were no registry
     */
    static List<String> schemas(
            TenantSource tenants, TenantSource catalog, FleetDatabase fleet, List<ListedTenant> listed) {
        if (tenants.origin() == TenantOrigin.CATALOG) {
            return List.of();
        }
        Set<String> known = new HashSet<>();
        listed.forEach(tenant -> known.add(tenant.schema()));
        List<String> others = catalog.list().stream()
                .map(ListedTenant::schema)
                .filter(schema -> !known.contains(schema))
                .toList();
        return fleet.schemasWithHistory(others);
    }
}
