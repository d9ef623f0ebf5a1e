package io.github.pgmt.tenant;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A list of globs that is asked about many tenants. Thousands of them may be names without wildcards, as a pipeline writes them:
 * these are looked up, and only the others are tried one after the other.
 */
final class Globs {

    private final List<TenantGlob> globs;
    private final Map<TenantId, Integer> places = new LinkedHashMap<>();
    private final SortedMap<Integer, TenantGlob> patterns = new TreeMap<>();

    /** @param databases which an entry may begin with */
    Globs(Collection<String> texts, DatabaseNames databases) {
        this.globs = texts.stream().map(text -> new TenantGlob(text, databases)).toList();
        for (int place = 0; place < globs.size(); place++) {
            TenantGlob glob = globs.get(place);
            if (glob.isLiteral()) {
                places.putIfAbsent(glob.name().orElseThrow(), place);
            } else {
                patterns.put(place, glob);
            }
        }
    }

    /** All of them, in their order. */
    List<TenantGlob> all() {
        return globs;
    }

    /** What those without wildcards name, in their order. */
    Set<TenantId> names() {
        return places.keySet();
    }

    /** Those with wildcards. */
    Collection<TenantGlob> patterns() {
        return patterns.values();
    }

    boolean isEmpty() {
        return globs.isEmpty();
    }

    boolean matches(TenantId tenant) {
        return first(tenant).isPresent();
    }

    /** The first of the list that matches. */
    Optional<TenantGlob> first(TenantId tenant) {
        int place = Math.min(place(tenant), place(tenant.anywhere()));
        return patterns.headMap(place).values().stream()
                .filter(glob -> glob.test(tenant))
                .findFirst()
                .or(() -> globs.stream().skip(place).findFirst());
    }

    private int place(TenantId name) {
        return places.getOrDefault(name, globs.size());
    }
}
