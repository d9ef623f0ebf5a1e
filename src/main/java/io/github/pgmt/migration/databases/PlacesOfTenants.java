package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.work.WorkPlaces;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/** Where the tenants of a run are. */
public record PlacesOfTenants(Databases<RunPorts> databases) implements WorkPlaces {

    @Override
    public int threads(Tenant tenant) {
        return place(tenant).threads();
    }

    @Override
    public String server(Tenant tenant) {
        return place(tenant).server();
    }

    /** Tenants of one version need the same for the same histories. */
    public int majorVersion(Tenant tenant) {
        return place(tenant).majorVersion();
    }

    @Override
    public Optional<String> trouble(Tenant tenant, Failure failure) {
        return databases.reached().get(place(tenant)).conditions().trouble(failure);
    }

    @Override
    public List<Blocker> blockers(Tenant tenant) {
        return databases.reached().get(place(tenant)).sessions().blockers(tenant);
    }

    private DatabasePlace place(Tenant tenant) {
        return databases.sole().isPresent() ? databases.place() : databases.place(tenant.home());
    }
}
