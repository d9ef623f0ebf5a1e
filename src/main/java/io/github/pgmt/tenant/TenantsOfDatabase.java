package io.github.pgmt.tenant;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The tenants of one database, where one place lists those of several.
 *
 * @param all lists the tenants of all
 * @param home the database
 */
public record TenantsOfDatabase(TenantSource all, Database home) implements TenantSource {

    public TenantsOfDatabase {
        Objects.requireNonNull(all, "all is null");
        Objects.requireNonNull(home, "home is null");
    }

    @Override
    public List<ListedTenant> list() {
        return all.list().stream().filter(tenant -> tenant.home().equals(home)).toList();
    }

    @Override
    public TenantOrigin origin() {
        return all.origin();
    }

    @Override
    public String description() {
        return all.description();
    }

    @Override
    public Optional<ListedTenant> newTenant(String schema) {
        return all.newTenant(schema);
    }

    @Override
    public String howToAdd(TenantId name) {
        return all.howToAdd(name);
    }
}
