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
 * A list of globs that is asked about many names. Thousands of them may be names without wildcards, as a pipeline writes them:
 * these are looked up, and only the others are tried one after the other.
 */
final class Globs {

    private final List<Glob> globs;
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private final SortedMap<Integer, Glob> patterns = new TreeMap<>();

    Globs(Collection<String> texts) {
        this.globs = texts.stream().map(Glob::new).toList();
        for (int place = 0; place < globs.size(); place++) {
            Glob glob = globs.get(place);
            if (glob.isLiteral()) {
                places.putIfAbsent(glob.name().orElseThrow(), place);
            } else {
                patterns.put(place, glob);
            }
        }
    }

    /** All of them, in their order. */
    List<Glob> all() {
        return globs;
    }

    /** What those without wildcards name, in their order. */
    Set<String> names() {
        return places.keySet();
    }

    /** Those with wildcards. */
    Collection<Glob> patterns() {
        return patterns.values();
    }

    boolean isEmpty() {
        return globs.isEmpty();
    }

    boolean matches(String name) {
        return places.containsKey(name) || patterns.values().stream().anyMatch(glob -> glob.test(name));
    }

    /** The first of the list that matches. */
    Optional<Glob> first(String name) {
        int place = places.getOrDefault(name, globs.size());
        return patterns.headMap(place).values().stream()
                .filter(glob -> glob.test(name))
                .findFirst()
                .or(() -> globs.stream().skip(place).findFirst());
    }
}
