package io.github.pgmt.tenant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of asking for all tenants.
 *
 * @param tenants those that are listed
 * @param unlisted the databases that could not be asked for theirs, each with why, as sentences
 */
public record Listing(List<ListedTenant> tenants, Map<Database, String> unlisted) {

    public Listing {
        tenants = List.copyOf(tenants);
        unlisted = new LinkedHashMap<>(unlisted);
    }

    /** Of databases that all answered. */
    public static Listing of(List<ListedTenant> tenants) {
        return new Listing(tenants, Map.of());
    }
}
