package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Listing;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tenants that the registry does not know (any more), or never did: schemas with a history and no row. */
final class Unregistered {

    private Unregistered() {}

    /**
     * Which they are; where there is no registry there are none.
     *
     * @param catalog the schemas that would be tenants if there were no registry
     * @param looks told of databases that could not be asked
     */
    static List<TenantId> schemas(
            TenantSource tenants,
            TenantSource catalog,
            FleetDatabase fleet,
            List<ListedTenant> listed,
            LooksByDatabase looks) {
        if (tenants.origin() == TenantOrigin.CATALOG) {
            return List.of();
        }
        Set<TenantId> known = listed.stream().map(ListedTenant::id).collect(Collectors.toSet());
        Listing all = catalog.listing();
        all.unlisted().forEach(looks::lose);
        List<ListedTenant> others = all.tenants().stream()
                .filter(schema -> !known.contains(schema.id()))
                .toList();
        return others.stream().anyMatch(schema -> schema.home().isListed())
                ? ofEach(fleet, others, looks)
                : fleet
                        .schemasWithHistory(
                                others.stream().map(ListedTenant::schema).toList())
                        .stream()
                        .map(TenantId::of)
                        .toList();
    }

    /** A name that no tenant can have is left out: only what may be a tenant can be asked of its own database. */
    private static List<TenantId> ofEach(FleetDatabase fleet, List<ListedTenant> others, LooksByDatabase looks) {
        return looks.ask(ListedTenant.usable(others), fleet::withHistory).stream()
                .flatMap(Set::stream)
                .map(Tenant::id)
                .sorted()
                .toList();
    }
}
