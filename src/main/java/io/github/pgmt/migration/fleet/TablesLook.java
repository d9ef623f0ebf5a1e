package io.github.pgmt.migration.fleet;

import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a look at Liquibase's tables of many tenants found.
 *
 * @param complaints what is in them that Liquibase does not make, as sentences; tenants whose tables are sound, or
 *     are not there, are left out
 * @param unseen why the server did not tell; only tenants of which it did not
 */
public record TablesLook(Map<Tenant, String> complaints, Map<Tenant, String> unseen) {

    public TablesLook {
        complaints = Map.copyOf(complaints);
        unseen = Map.copyOf(unseen);
    }

    /** This and that together. */
    public TablesLook and(TablesLook other) {
        Map<Tenant, String> all = new HashMap<>(complaints);
        all.putAll(other.complaints);
        Map<Tenant, String> unknown = new HashMap<>(unseen);
        unknown.putAll(other.unseen);
        return new TablesLook(all, unknown);
    }
}
