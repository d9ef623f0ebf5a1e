package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/**
 * What tenants have in common that are in the same place: a database's share of the work, and a server's own trouble. Unless it is
 * said otherwise all are in one place, which has room for every one.
 */
@FunctionalInterface
public interface WorkPlaces {

    /** Where there is no server that could be in trouble. */
    WorkPlaces UNTROUBLED = (tenant, failure) -> Optional.empty();

    /**
     * What trouble the tenant's server itself is in, after the tenant failed as it would by that; empty where the trouble is the
     * tenant's own, or that cannot be told.
     */
    Optional<String> trouble(Tenant tenant, Failure failure);

    /** How many tenants of this one's database are worked on at once at most. */
    default int threads(Tenant tenant) {
        return Integer.MAX_VALUE;
    }

    /** For whom the tenant waits on its server just now. */
    default List<Blocker> blockers(Tenant tenant) {
        return List.of();
    }

    /** The server that this tenant is on, as people know it; empty where there is no other. */
    default String server(Tenant tenant) {
        return "";
    }
}
