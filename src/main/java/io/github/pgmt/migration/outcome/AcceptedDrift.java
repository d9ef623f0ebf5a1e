package io.github.pgmt.migration.outcome;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Differences that somebody has accepted.
 *
 * @param byTenant each tenant's own, by the name that people have for it: what is accepted of one is not of another
 */
public record AcceptedDrift(SortedMap<String, SortedSet<Accepted>> byTenant) {

    /** Nothing is accepted. */
    public static final AcceptedDrift NONE = new AcceptedDrift(new TreeMap<>());

    /**
     * One of them.
     *
     * @param object what it is of, for people
     * @param fingerprint what exactly it is
     */
    public record Accepted(String object, String fingerprint) implements Comparable<Accepted> {

        static Accepted of(CatalogDifference difference) {
            return new Accepted(difference.object(), difference.fingerprint());
        }

        @Override
        public int compareTo(Accepted other) {
            int byObject = object.compareTo(other.object);
            return byObject == 0 ? fingerprint.compareTo(other.fingerprint) : byObject;
        }
    }

    /** Whether it is accepted of this tenant. */
    public boolean contains(String tenant, CatalogDifference difference) {
        return byTenant.containsKey(tenant) && byTenant.get(tenant).contains(Accepted.of(difference));
    }

    /**
     * The same, and all that these variants have; of their tenants and the others that were compared, nothing else.
     *
     * @param compared all that were compared
     */
    public AcceptedDrift with(Collection<String> compared, List<DriftVariant> variants) {
        SortedMap<String, SortedSet<Accepted>> all = new TreeMap<>(byTenant);
        all.keySet().removeAll(compared);
        for (DriftVariant variant : variants) {
            for (String tenant : variant.tenants()) {
                SortedSet<Accepted> accepted = all.computeIfAbsent(tenant, absent -> new TreeSet<>());
                variant.differences().stream().map(Accepted::of).forEach(accepted::add);
                variant.known().stream().map(Accepted::of).forEach(accepted::add);
            }
        }
        return new AcceptedDrift(all);
    }
}
