package io.github.pgmt.migration.fleet;

import io.github.pgmt.tenant.Tenant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the catalog was at a time. Tenants are mostly alike, so what is equal in them is kept once.
 *
 * @param transaction the first transaction that had not been seen then
 * @param states by tenant; one whose schema did not exist is left out
 */
public record CatalogMark(String transaction, Map<Tenant, State> states) {

    /** Nothing was there. */
    public static final State EMPTY = new State(Map.of(), Set.of());

    /**
     * What a schema was like.
     *
     * @param sums by aspect, over all objects: the sum of a hash of the object's name and the aspect's value, so that the
     *     difference of two sums says what was added and removed in between, and nothing of what stayed
     * @param objects what there was, as {@code table customer}
     */
    public record State(Map<String, Long> sums, Set<String> objects) {

        public State {
            Objects.requireNonNull(sums, "sums is null");
            Objects.requireNonNull(objects, "objects is null");
        }

        /** The same with other names for some objects. */
        public State named(Map<String, String> names) {
            return new State(
                    sums,
                    objects.stream()
                            .map(object -> names.getOrDefault(object, object))
                            .collect(Collectors.toSet()));
        }
    }

    public CatalogMark {
        Objects.requireNonNull(transaction, "transaction is null");
        states = Map.copyOf(states);
    }

    /** What the tenant's schema was like. */
    public State state(Tenant tenant) {
        return states.getOrDefault(tenant, EMPTY);
    }
}
