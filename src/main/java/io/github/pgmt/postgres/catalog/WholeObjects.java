package io.github.pgmt.postgres.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that objects of a schema are, with what comes and goes with them. */
final class WholeObjects {

    private final Map<String, List<String>> parts = new HashMap<>();
    private final Map<String, List<String>> lines = new HashMap<>();

    WholeObjects(DriftContents contents) {
        contents.entries().forEach((key, entry) -> {
            entry.parents()
                    .forEach(parent -> parts.computeIfAbsent(parent, absent -> new ArrayList<>())
                            .add(key.object()));
            lines.computeIfAbsent(key.object(), absent -> new ArrayList<>())
                    .add(key.kind().name() + '\0' + key.object() + '\0' + entry.texts());
        });
    }

    /** In the same order in every schema. */
    List<String> of(String object) {
        Set<String> whole = new LinkedHashSet<>(Set.of(object));
        Deque<String> further = new ArrayDeque<>(whole);
        while (!further.isEmpty()) {
            parts.getOrDefault(further.remove(), List.of()).stream()
                    .filter(whole::add)
                    .forEach(further::add);
        }
        return whole.stream()
                .flatMap(part -> lines.getOrDefault(part, List.of()).stream())
                .sorted()
                .toList();
    }
}
