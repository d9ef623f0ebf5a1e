package io.github.pgmt.migration.outcome;

import java.util.List;

/**
 * Tenants that differ in the same way from the one that they are compared with.
 *
 * @param group the place of theirs among the groups
 * @param tenants their names as people have them, in order
 * @param ownNames whether each tenant's own name in the names of its objects was taken for the same as another's
 * @param differences those that nobody has accepted
 * @param known those that somebody has
 */
public record DriftVariant(
        int group,
        List<String> tenants,
        boolean ownNames,
        List<CatalogDifference> differences,
        List<CatalogDifference> known) {

    public DriftVariant {
        tenants = List.copyOf(tenants);
        differences = List.copyOf(differences);
        known = List.copyOf(known);
        if (tenants.isEmpty() || differences.isEmpty() && known.isEmpty()) {
            throw new IllegalArgumentException("A variant has tenants and differences: " + tenants);
        }
    }

    /** Whether all of it has been accepted. */
    public boolean isKnown() {
        return differences.isEmpty();
    }
}
