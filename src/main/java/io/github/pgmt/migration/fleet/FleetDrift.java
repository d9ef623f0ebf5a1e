package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is in the tenants' schemas, compared as it is now. Nothing is written, no table of a tenant's is read, and what one tenant
 * keeps to itself costs that tenant alone. Liquibase's tables, partitions, members of extensions and what sequences have come
 * to do not count; a schema's owner is the same as another's.
 */
public interface FleetDrift {

    /**
     * A sum of what is in each schema: equal sums are equal schemas. Unequal ones may be equal all the same, see
     * {@link #contents}.
     */
    Look<String> sums(Collection<Tenant> tenants);

    /**
     * The same of a few tenants, so exactly that unequal ones are unequal schemas.
     *
     * @param classes by each of them, all that have the same sum
     */
    Look<Contents> contents(Map<Tenant, List<Tenant>> classes);

    /**
     * How each tenant differs from another, none where both are alike, and neither has its own name in names in which the other
     * has that one's too.
     *
     * @param references by tenant, the one that it is compared with
     */
    Look<Comparison> compare(Map<Tenant, Tenant> references);

    /** Those of the tenants that a run of pgmt works on. */
    Set<Tenant> workedOn(Collection<Tenant> tenants);

    /**
     * What came of a look at many.
     *
     * @param busy in which somebody is changing something, and what is known of it
     * @param unread those of which the server said why not; one whose schema is gone is in none of the three
     */
    record Look<T>(Map<Tenant, T> found, Map<Tenant, String> busy, Map<Tenant, String> unread) {

        public Look {
            found = Map.copyOf(found);
            busy = Map.copyOf(busy);
            unread = Map.copyOf(unread);
        }
    }

    /**
     * What is in a schema.
     *
     * @param sum of all
     * @param withoutNames by those of its class that have their own names in these objects' names, the sum where that is the
     *     same as another tenant's
     */
    record Contents(String sum, Map<Tenant, String> withoutNames) {

        public Contents {
            withoutNames = Map.copyOf(withoutNames);
        }
    }

    /**
     * How two schemas differ.
     *
     * @param withoutNames the tenants' names in the names of their objects had to be taken for the same
     */
    record Comparison(List<CatalogDifference> differences, boolean withoutNames) {

        public Comparison {
            differences = List.copyOf(differences);
        }
    }
}
