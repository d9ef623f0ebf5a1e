package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.fleet.TenantRemoval;
import io.github.pgmt.tenant.Tenant;
import java.util.Optional;

/** Removes tenants of several databases. */
public final class RoutedRemoval implements TenantRemoval {

    private final ByDatabase<TenantRemoval> removals;

    public RoutedRemoval(Databases<TenantRemoval> removals) {
        this.removals = ByDatabase.of(removals);
    }

    @Override
    public Optional<Failure> obstacle(Tenant tenant, boolean withRow) {
        return removals.of(tenant).obstacle(tenant, withRow);
    }

    @Override
    public void drop(Tenant tenant, boolean withRow, Progress progress) {
        removals.of(tenant).drop(tenant, withRow, progress);
    }

    @Override
    public void deleteRow(Tenant tenant) {
        removals.of(tenant).deleteRow(tenant);
    }
}
