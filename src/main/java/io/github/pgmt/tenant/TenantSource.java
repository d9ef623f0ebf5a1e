package io.github.pgmt.tenant;

import java.util.List;

/** Where tenants are listed: the catalog, a query, a registry table. */
public interface TenantSource {

    /**
     * All tenants there are, each once, ordered by schema, before any selection.
     *
     * @throws InvalidSelectionException when the source is configured wrongly (a column is missing, a name appears twice)
     */
    List<ListedTenant> list();

    /** Says where the tenants come from, as the end of "found in …". */
    String description();
}
