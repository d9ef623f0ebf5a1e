package io.github.pgmt.migration.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What would be sent to the tenants of a cohort, as far as it can be known before: to be read by people and compared, never sent.
 * No value of a parameter is in it, neither a tenant's nor the build's: there are places for them.
 *
 * @param tables what makes Liquibase's two tables; empty where the cohort's tenants have them
 * @param changeSets those that are due, in order
 */
public record PreviewedScript(List<SchemaText> tables, List<PreviewedChangeSet> changeSets) {

    /** The place of the run's id; no parameter has such a name. */
    public static final String RUN_ID = "\"run";

    public PreviewedScript {
        tables = List.copyOf(tables);
        changeSets = List.copyOf(changeSets);
    }

    /** What takes its changesets back, the last one first; Liquibase's tables stay. */
    public PreviewedScript takenBack() {
        List<PreviewedChangeSet> lastFirst = new ArrayList<>(changeSets.stream()
                .map(PreviewedChangeSet::takenBack)
                .flatMap(Optional::stream)
                .toList());
        Collections.reverse(lastFirst);
        return new PreviewedScript(List.of(), lastFirst);
    }

    /** The parameters whose values there are places for, without the schema's quoted name, the run's id and the checksums. */
    public SortedSet<String> parameters() {
        SortedSet<String> names = new TreeSet<>();
        Stream.concat(tables.stream(), changeSets.stream().flatMap(PreviewedChangeSet::texts))
                .flatMap(text -> text.places().stream())
                .filter(place -> !place.startsWith(SchemaText.QUOTED_SCHEMA))
                .forEach(names::add);
        return names;
    }
}
