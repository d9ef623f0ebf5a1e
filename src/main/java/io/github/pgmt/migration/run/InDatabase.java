package io.github.pgmt.migration.run;

import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;

/**
 * A run's part in one database.
 *
 * @param context the run as if it had no other database
 * @param tenants those of the run's that are in it, at least one, in their order
 */
public record InDatabase(RunContext context, List<Tenant> tenants) {

    public InDatabase {
        tenants = List.copyOf(tenants);
    }

    /** Which database it is. */
    public Database database() {
        return tenants.get(0).home();
    }

    /** Those of the tenants that are listed in this database. */
    public List<ListedTenant> among(Collection<ListedTenant> listed) {
        return listed.stream()
                .filter(tenant -> tenant.home().equals(database()))
                .toList();
    }
}
