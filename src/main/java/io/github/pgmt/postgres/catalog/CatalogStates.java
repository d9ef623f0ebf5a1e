package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.fleet.CatalogMark.State;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the states of many schemas, and keeps once what is equal in them. */
final class CatalogStates {

    private final Readers readers;

    CatalogStates(Readers readers) {
        this.readers = readers;
    }

    /** Schemas that have the same objects by their sums have them listed once. */
    Map<String, State> read(Collection<String> schemas) throws SQLException {
        Map<String, Map<String, Long>> sums = CatalogSums.read(readers, schemas);
        Map<Map<String, Long>, String> firstOfEach = new HashMap<>();
        sums.forEach((schema, ofSchema) -> firstOfEach.putIfAbsent(objectSums(ofSchema), schema));
        Map<String, Set<String>> objects = objects(firstOfEach.values());
        Map<State, State> equal = new HashMap<>();
        Map<String, State> states = new HashMap<>();
        sums.forEach((schema, ofSchema) -> {
            State state = new State(ofSchema, objects.getOrDefault(firstOfEach.get(objectSums(ofSchema)), Set.of()));
            states.put(schema, equal.computeIfAbsent(state, same -> same));
        });
        return states;
    }

    private static Map<String, Long> objectSums(Map<String, Long> sums) {
        Map<String, Long> ofObjects = new TreeMap<>(sums);
        ofObjects.keySet().retainAll(LISTED);
        return ofObjects;
    }

    private static final Set<String> LISTED = Set.copyOf(CatalogSql.KINDS.stream()
            .filter(CatalogKind::listed)
            .map(CatalogKind::name)
            .toList());

    private Map<String, Set<String>> objects(Collection<String> schemas) throws SQLException {
        Map<String, Set<String>> objects = new HashMap<>();
        Map<String, String> once = new HashMap<>();
        SchemaRows.forEach(readers.own(), CatalogSql.objects(), schemas, row -> {
            String object = row.getString(2);
            objects.computeIfAbsent(row.getString(1), absent -> new HashSet<>())
                    .add(once.computeIfAbsent(object, same -> same));
        });
        return objects;
    }
}
