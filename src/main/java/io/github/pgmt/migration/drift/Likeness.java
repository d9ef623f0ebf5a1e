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
import java.util.Set;
import java.util.TreeMap;

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
     * @param example one of them that is better than the first to compare with, as its own name is nowhere
     */
    record Alike(List<Tenant> tenants, int ownNames, Optional<Tenant> example) {

        Alike {
            tenants = tenants.stream()
                    .sorted(Comparator.comparing(Tenant::schema))
                    .toList();
        }

        /** @param named those that have their own names in their objects' */
        static Alike of(List<Tenant> tenants, Set<Tenant> named) {
            return new Alike(
                    tenants,
                    0,
                    tenants.stream()
                            .filter(tenant -> !named.contains(tenant))
                            .min(Comparator.comparing(Tenant::schema)));
        }

        Tenant first() {
            return example.orElseGet(() -> tenants.get(0));
        }
    }

    private static final Comparator<Alike> LARGEST_FIRST = Comparator.comparingInt(
                    (Alike alike) -> alike.tenants().size())
            .reversed()
            .thenComparing(alike -> alike.first().id());

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
                alike.values().stream().map(some -> Alike.of(some, Set.of())).toList());
    }

    boolean isOne() {
        return classes.size() < 2;
    }

    /**
     * The same by a closer look at an example of each class; those that could not be looked at are left out. Of tenants with the
     * same contents, one alone can have its own name in names where the others have somebody else's: it is as those of other
     * contents that have theirs there, if these are more.
     */
    Likeness closer(Map<Tenant, Contents> contents) {
        Map<String, List<Tenant>> exactly = new LinkedHashMap<>();
        Map<Tenant, String> own = new HashMap<>();
        Map<String, List<Tenant>> byOwn = new LinkedHashMap<>();
        for (Alike alike : classes) {
            Contents seen = contents.get(alike.first());
            if (seen != null) {
                exactly.computeIfAbsent(seen.sum(), absent -> new ArrayList<>()).addAll(alike.tenants());
                own.putAll(seen.withoutNames());
                seen.withoutNames()
                        .forEach((tenant, sum) -> byOwn.computeIfAbsent(sum, absent -> new ArrayList<>())
                                .add(tenant));
            }
        }
        Map<String, List<Tenant>> named = new LinkedHashMap<>();
        List<Alike> closer = new ArrayList<>();
        exactly.values().forEach(tenants -> {
            List<Tenant> others = new ArrayList<>(tenants);
            for (Tenant tenant : tenants) {
                List<Tenant> likewise = byOwn.getOrDefault(own.getOrDefault(tenant, ""), List.of());
                if (likewise.size() >= tenants.size() && likewise.size() > 1) {
                    named.computeIfAbsent(own.get(tenant), absent -> new ArrayList<>())
                            .add(tenant);
                    others.remove(tenant);
                }
            }
            if (!others.isEmpty()) {
                closer.add(Alike.of(others, own.keySet()));
            }
        });
        named.values().forEach(tenants -> closer.add(new Alike(tenants, tenants.size() - 1, Optional.empty())));
        return new Likeness(closer);
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
                    "No more tenants are as " + classes.get(0).first().displayName() + " than as "
                            + classes.get(1).first().displayName() + " (" + largest + " of " + all
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
