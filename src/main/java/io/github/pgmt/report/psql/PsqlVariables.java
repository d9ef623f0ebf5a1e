package io.github.pgmt.report.psql;

import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.preview.CohortPreview;
import io.github.pgmt.migration.preview.InsertedRow;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The names of {@code psql}'s variables for the places in a cohort's texts. {@code psql} takes letters, digits and underscores, and
 * has variables of its own in upper case.
 */
final class PsqlVariables {

    static final String SCHEMA = "schema";
    static final String RUN_ID = "run_id";

    private final Map<String, String> byPlace = new HashMap<>();
    private final SortedMap<String, String> parameters = new TreeMap<>();

    /** Those of the cohort's script, and of the row that is inserted before. */
    static PsqlVariables of(CohortPreview cohort, Optional<InsertedRow> inserted) {
        SortedSet<String> names = new TreeSet<>(cohort.script().parameters());
        inserted.ifPresent(row -> {
            names.addAll(row.given());
            if (!row.schemaPrefix().isEmpty()) {
                names.add(Tenant.NAME_PARAMETER);
            }
        });
        return new PsqlVariables(names);
    }

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
        while (byPlace.containsValue(free) || free.equals(PsqlScript.COHORT) || free.equals(PsqlScript.DATABASE)) {
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

    /** The variable for the tenant's name in its row. */
    String ofName(InsertedRow row) {
        return row.schemaPrefix().isEmpty() ? SCHEMA : of(Tenant.NAME_PARAMETER);
    }

    /** By variable the parameter whose value it is to have; without those for schema and run. */
    SortedMap<String, String> parameters() {
        return parameters;
    }
}
