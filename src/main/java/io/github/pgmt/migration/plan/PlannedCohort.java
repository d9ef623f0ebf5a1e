package io.github.pgmt.migration.plan;

import io.github.pgmt.tenant.TenantId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tenants in which the same is due.
 *
 * @param version of their server
 * @param history the hash of what they have, but for the changesets that are due
 * @param changeSets what is due, in order; none in tenants that are up to date
 * @param tenants at least one, each with the hash of the values of its own that the changelog reads; empty where it reads none
 */
public record PlannedCohort(
        int version, String history, List<PlannedChangeSet> changeSets, SortedMap<TenantId, Optional<String>> tenants) {

    public PlannedCohort {
        Objects.requireNonNull(history, "history is null");
        changeSets = List.copyOf(changeSets);
        tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
        if (tenants.isEmpty()) {
            throw new IllegalArgumentException("A cohort has a tenant.");
        }
    }

    private record Need(int version, String history, List<PlannedChangeSet> changeSets) {}

    /** Tenants by what is due in them, in the order of the first of each. */
    public static List<PlannedCohort> of(Collection<PlannedTenant> tenants) {
        Map<Need, SortedMap<TenantId, Optional<String>>> byNeed = new LinkedHashMap<>();
        for (PlannedTenant tenant : tenants) {
            byNeed.computeIfAbsent(
                            new Need(tenant.version(), tenant.history(), tenant.due()), absent -> new TreeMap<>())
                    .put(tenant.id(), tenant.parameters());
        }
        return byNeed.entrySet().stream()
                .map(cohort -> new PlannedCohort(
                        cohort.getKey().version(),
                        cohort.getKey().history(),
                        cohort.getKey().changeSets(),
                        cohort.getValue()))
                .sorted(Comparator.comparing(cohort -> cohort.tenants().firstKey()))
                .toList();
    }
}
