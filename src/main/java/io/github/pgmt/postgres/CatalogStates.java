package io.github.pgmt.postgres;

import io.github.pgmt.migration.CatalogMark;
import io.github.pgmt.migration.CatalogMark.State;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the states of many schemas, and keeps once what is equal in them. */
final class CatalogStates {

    private final Connection connection;

    CatalogStates(Connection connection) {
        this.connection = connection;
    }

    /** The sums by schema; a schema that does not exist is left out. */
    Map<String, Map<String, Long>> sums(Collection<String> schemas) throws SQLException {
        Map<String, Map<String, Long>> sums = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        SchemaRows.forEach(connection, CatalogSql.sums(), schemas, row -> {
            List<String> ofKind = CatalogSql.KINDS.get(row.getInt(2)).sums();
            Map<String, Long> ofSchema = sums.computeIfAbsent(row.getString(1), absent -> new TreeMap<>());
            String[] values = (String[]) row.getArray(3).getArray();
            for (int i = 0; i < values.length; i++) {
                if (!values[i].equals("0")) {
                    String name = ofKind.get(i);
                    ofSchema.put(names.computeIfAbsent(name, same -> name), number(values[i]));
                }
            }
        });
        return sums;
    }

    /** PostgreSQL's sum of numbers of 64 bits has more; of a sum of hashes the lowest 64 are as good. */
    static long number(String sum) {
        return new BigDecimal(sum).toBigInteger().longValue();
    }

    /** Schemas that have the same objects by their sums have them listed once. */
    CatalogMark mark(String transaction, Collection<String> schemas) throws SQLException {
        Map<String, Map<String, Long>> sums = sums(schemas);
        Map<Map<String, Long>, String> firstOfEach = new HashMap<>();
        sums.forEach((schema, ofSchema) -> firstOfEach.putIfAbsent(objectSums(ofSchema), schema));
        Map<String, Set<String>> objects = objects(firstOfEach.values());
        Map<State, State> equal = new HashMap<>();
        Map<String, State> states = new HashMap<>();
        sums.forEach((schema, ofSchema) -> {
            State state = new State(ofSchema, objects.getOrDefault(firstOfEach.get(objectSums(ofSchema)), Set.of()));
            states.put(schema, equal.computeIfAbsent(state, same -> same));
        });
        return new CatalogMark(transaction, states);
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
        SchemaRows.forEach(connection, CatalogSql.objects(), schemas, row -> {
            String object = row.getString(2);
            objects.computeIfAbsent(row.getString(1), absent -> new HashSet<>())
                    .add(once.computeIfAbsent(object, same -> same));
        });
        return objects;
    }
}
