package io.github.pgmt.migration.drift;

import io.github.pgmt.migration.drift.Likeness.Alike;
import io.github.pgmt.migration.fleet.FleetDrift.Comparison;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftGroup;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tenants of the same changesets, as they were found to be. */
final class GroupLook {

    private final SameChanges same;
    private final Likeness likeness;
    private final Alike right;
    private final Tenant reference;
    private final boolean byMajority;

    private GroupLook(SameChanges same, Likeness likeness, Alike right, Tenant reference, boolean byMajority) {
        this.same = same;
        this.likeness = likeness;
        this.right = right;
        this.reference = reference;
        this.byMajority = byMajority;
    }

    /**
     * Where there is something to compare with.
     *
     * @param reference the tenant that is right; empty where the most are
     */
    static Optional<GroupLook> of(SameChanges same, Likeness likeness, Optional<Tenant> reference) {
        return likeness.right(reference)
                .map(right ->
                        new GroupLook(same, likeness, right, reference.orElseGet(right::first), reference.isEmpty()));
    }

    /** By one tenant of each class that seems to differ, the one that it is to be compared with. */
    Map<Tenant, Tenant> comparisons() {
        return likeness.comparisons(right, reference);
    }

    Tenant reference() {
        return reference;
    }

    /** Those that are compared with the right one. */
    List<Alike> compared() {
        return likeness.classes().stream().filter(alike -> alike != right).toList();
    }

    SameChanges same() {
        return same;
    }

    /** What decides: all that seem to differ, and the one that they are compared with. */
    Set<Tenant> deciding() {
        Set<Tenant> deciding = new LinkedHashSet<>();
        compared().forEach(alike -> deciding.addAll(alike.tenants()));
        if (!deciding.isEmpty()) {
            deciding.add(reference);
        }
        return deciding;
    }

    /**
     * Tells what came of it.
     *
     * @param number the group's place
     * @param compared how an example of each class differs
     * @param settled tenants of which something else is to be said
     */
    void tell(int number, Map<Tenant, Comparison> compared, Set<Tenant> settled, Findings findings) {
        int alikeTenants = 0;
        int ownNames = right.ownNames();
        Map<List<CatalogDifference>, List<String>> names = new LinkedHashMap<>();
        Map<List<CatalogDifference>, Boolean> byNames = new LinkedHashMap<>();
        int tenants = 0;
        for (Alike alike : likeness.classes()) {
            Comparison comparison = alike == right ? null : compared.get(alike.first());
            boolean differs = comparison != null && !comparison.differences().isEmpty();
            for (Tenant tenant : alike.tenants()) {
                if (settled.contains(tenant)) {
                    continue;
                }
                if (alike != right && comparison == null) {
                    throw new IllegalStateException(
                            tenant.displayName() + " was neither compared nor said to be why not.");
                }
                tenants++;
                findings.add(TenantDrift.compared(tenant.id(), differs ? State.DRIFTED : State.ALIKE));
                if (differs) {
                    names.computeIfAbsent(comparison.differences(), absent -> new ArrayList<>())
                            .add(tenant.displayName());
                    byNames.put(comparison.differences(), comparison.withoutNames());
                } else {
                    alikeTenants++;
                    ownNames += comparison != null && comparison.withoutNames() ? 1 : 0;
                }
            }
        }
        names.forEach((differences, tenantsOfIt) -> findings.add(new DriftVariant(
                number, tenantsOfIt.stream().sorted().toList(), byNames.get(differences), differences, List.of())));
        findings.add(new DriftGroup(
                same.changeSets(),
                same.edited(),
                same.ownChecksums(),
                tenants,
                alikeTenants,
                Optional.of(reference.displayName()),
                byMajority,
                doubt(names),
                ownNames));
    }

    private Optional<String> doubt(Map<?, ?> names) {
        return byMajority && !names.isEmpty() ? likeness.doubt() : Optional.empty();
    }
}
