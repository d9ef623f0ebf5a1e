package io.github.pgmt.tenant;

import java.util.List;
import java.util.Optional;

/** Where tenants are listed: the catalog, a query, a registry table. */
public interface TenantSource {

    /**
     * All tenants there are, each once, ordered by schema, before any selection.
     *
     * @throws InvalidSelectionException when the source is configured wrongly (a column is missing, a name appears twice)
     */
    List<ListedTenant> list();

    /** The same of several databases, of which some may not answer: what is asked when a run begins. */
    default Listing listing() {
        return Listing.of(list());
    }

    /** What kind of place this is. */
    TenantOrigin origin();

    /** Says where the tenants come from, as the end of "found in …". */
    String description();

    /**
     * The tenant that a new schema of this name will be; empty where a tenant needs a row, and has none yet.
     *
     * @throws InvalidSelectionException when a schema of this name would be no tenant
     */
    Optional<ListedTenant> newTenant(String schema);

    /** Says how a tenant that is not listed gets here, as sentences. */
    String howToAdd(TenantId name);
}
