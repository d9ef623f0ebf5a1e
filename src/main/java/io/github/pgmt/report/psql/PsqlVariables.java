package io.github.pgmt.report.psql;

import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The names of {@code psql}'s variables for the places in a cohort's texts. {@code psql} takes letters, digits and underscores, and
 * has variables of its own in upper case.
 */
final class PsqlVariables {

    static final String SCHEMA = "schema";
    static final String RUN_ID = "run_id";

    private final Map<String, String> byPlace = new HashMap<>();
    private final SortedMap<String, String> parameters = new TreeMap<>();

    /** @param names of the parameters that have places */
    PsqlVariables(SortedSet<String> names) {
        byPlace.put(SchemaText.QUOTED_SCHEMA, SCHEMA);
        byPlace.put(Tenant.SCHEMA_PARAMETER, SCHEMA);
        byPlace.put(PreviewedScript.RUN_ID, RUN_ID);
        names.stream().filter(name -> !byPlace.containsKey(name)).forEach(this::add);
    }

    private void add(String parameter) {
        String plain = parameter.replaceAll("[^A-Za-z0-9_]", "_");
        boolean isTaken = plain.equals(plain.toUpperCase(Locale.ROOT)) || plain.startsWith("pgmt_");
        String name = isTaken ? "p_" + plain : plain;
        int number = 2;
        String free = name;
        while (byPlace.containsValue(free) || free.equals(PsqlScript.COHORT)) {
            free = name + "_" + number;
            number++;
        }
        byPlace.put(parameter, free);
        parameters.put(free, parameter);
    }

    /** The variable for a place. */
    String of(String place) {
        return byPlace.get(place);
    }

    /** By variable the parameter whose value it is to have; without those for schema and run. */
    SortedMap<String, String> parameters() {
        return parameters;
    }
}
