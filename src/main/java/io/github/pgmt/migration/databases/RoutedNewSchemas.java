package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The schemas that a run makes in several databases. What is there before is asked of each database by itself. */
public final class RoutedNewSchemas implements NewSchemas {

    private final ByDatabase<NewSchemas> schemas;

    public RoutedNewSchemas(Databases<NewSchemas> schemas) {
        this.schemas = ByDatabase.of(schemas);
    }

    @Override
    public Set<String> existing() {
        throw new IllegalStateException("The schemas that there are are asked of each database by itself.");
    }

    @Override
    public Collection<String> missingRoles(Collection<String> roles) {
        throw new IllegalStateException("The roles that there are are asked of each database by itself.");
    }

    @Override
    public boolean isCreated(Tenant tenant) {
        return schemas.of(tenant).isCreated(tenant);
    }

    @Override
    public Optional<String> remove(Tenant tenant) {
        return schemas.of(tenant).remove(tenant);
    }
}
