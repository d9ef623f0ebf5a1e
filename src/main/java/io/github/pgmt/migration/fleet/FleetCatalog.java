package io.github.pgmt.migration.fleet;

import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run changes in the tenants' schemas, read from the catalog: the proof that two tenants got the same. What was
 * different between them before does not count, nor do partitions, members of extensions and the values of sequences.
 * No table of a tenant is read.
 */
public interface FleetCatalog {

    /** Remembers how the catalog is, before a run changes it. A schema that does not exist yet is remembered as empty. */
    CatalogMark mark(Collection<Tenant> tenants);

    /**
     * A fingerprint of what changed in each tenant since the mark: tenants with equal fingerprints changed alike. Unequal ones may come of what was different before, or of a tenant's name in its objects: ask
     * {@link #differences}. A schema that does not exist or cannot be read just now is left out.
     */
    Map<Tenant, String> changes(CatalogMark since, Collection<Tenant> tenants);

    /**
     * How the change in each tenant differs from that in the pilot: a sentence for each object and aspect, none
     * when what changed in either is now the same in both. What cannot be read is a difference.
     */
    Map<Tenant, List<String>> differences(CatalogMark since, Tenant pilot, Collection<Tenant> tenants);

    /**
     * The same without objects that somebody else made meanwhile in the pilot or in another tenant, and what these are. Of
     * what this run made itself, or may have made, nothing is left out but what may be
     * Liquibase's part.
     *
     * @param open parameters whose values may stand in names and texts: one of the pilot's is the same as the tenant's own
     */
    Comparison compare(
            CatalogMark since, Tenant pilot, Collection<Tenant> tenants, LiquibasesPart part, Set<String> open);

    /**
     * What came of comparing tenants with their pilot.
     *
     * @param differences as {@link #differences}
     * @param others what somebody else made, as {@code table customer}, in the pilot too
     * @param leftOut what differs and was perhaps made or changed by Liquibase's part
     */
    record Comparison(
            Map<Tenant, List<String>> differences, Map<Tenant, Set<String>> others, Map<Tenant, Set<String>> leftOut) {

        public Comparison {
            differences = Map.copyOf(differences);
            others = Map.copyOf(others);
            leftOut = Map.copyOf(leftOut);
        }
    }

    /** A time, as the first transaction that has not been seen at it. */
    String now();

    /**
     * What was made since that time in these schemas, or moved there: by this run where it is another tenant's, and by somebody
     * else. What the run made in the schema that it worked on is left out.
     */
    List<MadeObject> made(String since, Collection<String> schemas);
}
