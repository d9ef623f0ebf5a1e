package io.github.pgmt.migration.run;

import io.github.pgmt.tenant.Tenant;
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

    /** Whether the tenant is in this database, too. */
    public boolean isHomeOf(Tenant tenant) {
        return tenant.home().equals(tenants.get(0).home());
    }

    /** The database's name where it is listed. */
    public String name() {
        return tenants.get(0).home().toString();
    }
}
