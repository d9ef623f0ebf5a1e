package io.github.pgmt.migration.drift;

import io.github.pgmt.migration.fleet.FleetDrift.Contents;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tenants of the same changesets that are alike, in classes of which each has another content.
 *
 * @param classes the largest first; of equally many tenants, the one with the first tenant by its schema
 */
record Likeness(List<Alike> classes) {

    /**
     * Some that are alike.
     *
     * @param tenants ordered by schema
     * @param ownNames how many of them are so only when their own names are left out
     */
    record Alike(List<Tenant> tenants, int ownNames) {

        Alike {
            tenants = tenants.stream()
                    .sorted(Comparator.comparing(Tenant::schema))
                    .toList();
        }

        Tenant first() {
            return tenants.get(0);
        }
    }

    private static final Comparator<Alike> LARGEST_FIRST = Comparator.comparingInt(
                    (Alike alike) -> alike.tenants().size())
            .reversed()
            .thenComparing(alike -> alike.first().schema());

    Likeness {
        classes = classes.stream().sorted(LARGEST_FIRST).toList();
    }

    /** By a sum of each. */
    static Likeness of(List<Tenant> tenants, Map<Tenant, String> sums) {
        Map<String, List<Tenant>> alike = new TreeMap<>();
        tenants.stream()
                .filter(sums::containsKey)
                .forEach(tenant -> alike.computeIfAbsent(sums.get(tenant), absent -> new ArrayList<>())
                        .add(tenant));
        return new Likeness(
                alike.values().stream().map(some -> new Alike(some, 0)).toList());
    }

    boolean isOne() {
        return classes.size() < 2;
    }

    /** One of each class. */
    List<Tenant> examples() {
        return classes.stream().map(Alike::first).toList();
    }

    /** The same by a closer look at an example of each class; those that could not be looked at are left out. */
    Likeness closer(Map<Tenant, Contents> contents) {
        List<Alike> seen = classes.stream()
                .filter(alike -> contents.containsKey(alike.first()))
                .toList();
        List<Alike> exactly = merged(seen, alike -> contents.get(alike.first()).sum(), false);
        return new Likeness(merged(exactly, alike -> contents.get(alike.first()).withoutName(), true));
    }

    private static List<Alike> merged(List<Alike> classes, Function<Alike, String> sum, boolean byNames) {
        Map<String, Alike> merged = new LinkedHashMap<>();
        classes.stream()
                .sorted(LARGEST_FIRST)
                .forEach(alike -> merged.merge(sum.apply(alike), alike, (one, other) -> {
                    List<Tenant> tenants = new ArrayList<>(one.tenants());
                    tenants.addAll(other.tenants());
                    int ownNames = byNames
                            ? Math.max(one.ownNames(), 0) + other.tenants().size()
                            : one.ownNames() + other.ownNames();
                    return new Alike(tenants, ownNames);
                }));
        return List.copyOf(merged.values());
    }

    /** The class that is right: where none of the tenants is by definition, that of the most. */
    Optional<Alike> right(Optional<Tenant> reference) {
        return classes.stream()
                .filter(alike -> reference.isEmpty() || alike.tenants().contains(reference.get()))
                .findFirst();
    }

    /** By its tenants but the right ones, each with the one that it is compared with. */
    Map<Tenant, Tenant> comparisons(Alike right, Tenant reference) {
        Map<Tenant, Tenant> references = new HashMap<>();
        classes.stream().filter(alike -> alike != right).forEach(alike -> references.put(alike.first(), reference));
        return references;
    }

    /** What makes the majority doubtful. */
    Optional<String> doubt() {
        int all = classes.stream().mapToInt(alike -> alike.tenants().size()).sum();
        int largest = classes.get(0).tenants().size();
        if (classes.size() > 1 && classes.get(1).tenants().size() == largest) {
            return Optional.of(
                    "No more tenants are as " + classes.get(0).first().schema() + " than as "
                            + classes.get(1).first().schema() + " (" + largest + " of " + all
                            + "), so which of them is right is not known; the first by name was taken. "
                            + "-Dpgmt.reference=tenant -Dpgmt.referenceTenant=... says which.");
        }
        return 2 * largest < all
                ? Optional.of("Only " + largest + " of " + all
                        + " tenants are alike, less than half, so whether these are right is "
                        + "not known. -Dpgmt.reference=tenant -Dpgmt.referenceTenant=... says which tenant is.")
                : Optional.empty();
    }
}
