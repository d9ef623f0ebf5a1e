package io.github.pgmt.migration.work;

import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which servers are in trouble of their own: for now, as a tenant has just found, or for good. For one thread at a time. */
final class ServerTroubles {

    private final WorkPlaces places;

    /** By server, why no further tenant of it is started. */
    private final Map<String, String> lasting = new HashMap<>();

    /** Since when, by the tenants that found it. */
    private final Map<Tenant, Long> found = new HashMap<>();

    ServerTroubles(WorkPlaces places) {
        this.places = places;
    }

    /** The tenant has found its server in trouble. */
    void found(Tenant tenant, long now) {
        found.put(tenant, now);
    }

    /** A try of the tenant, begun then, has found its server well: what was found before that is over. */
    void foundNone(Tenant tenant, long begun) {
        found.remove(tenant);
        found.entrySet().removeIf(other -> isBeside(other.getKey(), tenant) && begun - other.getValue() > 0);
    }

    /** The tenant is tried no more, and so could never say that the trouble is over. */
    void forget(Tenant tenant) {
        found.remove(tenant);
    }

    /**
     * The trouble of the tenant's server is for good.
     *
     * @return what to say of it; empty where it is known
     */
    Optional<String> last(Tenant tenant, String trouble) {
        String server = places.server(tenant);
        String ofServer = server.isEmpty() ? "" : " of the server " + server;
        String why = trouble + " No further tenant" + ofServer + " is started.";
        return lasting.putIfAbsent(server, why) == null ? Optional.of(why) : Optional.empty();
    }

    /** Why the tenant is not started any more; empty while it may be. */
    Optional<String> lasting(Tenant tenant) {
        return lasting.isEmpty() ? Optional.empty() : Optional.ofNullable(lasting.get(places.server(tenant)));
    }

    /** Whether the tenant's server is well, as far as is known. */
    boolean isWell(Tenant tenant) {
        return lasting(tenant).isEmpty() && found.keySet().stream().noneMatch(other -> isBeside(other, tenant));
    }

    private boolean isBeside(Tenant other, Tenant tenant) {
        return places.server(other).equals(places.server(tenant));
    }
}
