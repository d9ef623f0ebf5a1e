package io.github.pgmt.migration.plan;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run is, whatever its tenants are.
 *
 * @param databases those that answer
 * @param liquibase Liquibase's version
 * @param options what the user gave that shapes it, as text
 */
public record FrozenFacts(List<PlannedDatabase> databases, String liquibase, SortedMap<String, String> options) {

    public FrozenFacts {
        databases = List.copyOf(databases);
        Objects.requireNonNull(liquibase, "liquibase is null");
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }
}
