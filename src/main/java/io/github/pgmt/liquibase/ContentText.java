package io.github.pgmt.liquibase;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.precondition.Precondition;
import liquibase.serializer.LiquibaseSerializable;

/**
 * All that a changeset is, part after part, in an order of its own: the same for the same changeset, and another one for any other.
 * Of each name and each text it is told how long it is, so that no text reads as further parts.
 */
final class ContentText {

    /** Written apart. */
    private static final Set<String> PARTS = Set.of("changes", "rollback", "preConditions", "preconditions");

    /** Around the name of a parameter that stands for its value: no text that PostgreSQL takes has it. */
    private static final String PLACE = "\0";

    private final StringBuilder text = new StringBuilder();
    private final List<Map.Entry<String, String>> places;

    private ContentText(Map<String, String> places) {
        // The longest first, since a schema's name may be made of a tenant's.
        this.places = places.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, String> place) ->
                                place.getKey().length())
                        .reversed())
                .toList();
    }

    /**
     * Of a changeset.
     *
     * @param sums of its changes and those of its rollback, in order; those that are made of values of a tenant's are left out
     * @param places by value that is nobody's, the name of the parameter that stands in its place
     */
    static String of(ChangeSet changeSet, Precondition ofChangelog, List<String> sums, Map<String, String> places) {
        ContentText text = new ContentText(places);
        text.fields("", changeSet);
        text.add("runInTransaction", changeSet.isRunInTransaction());
        text.add("runWith", changeSet.getRunWith());
        text.add("runOrder", changeSet.getRunOrder());
        text.add("onValidationFail", changeSet.getOnValidationFail());
        text.add("ignored", changeSet.isIgnore());
        text.part("changelog preconditions", ofChangelog);
        text.part("preconditions", changeSet.getPreconditions());
        text.value("modifySql", changeSet.getSqlVisitors());
        text.value("change", changeSet.getChanges());
        text.value("rollback", changeSet.getRollback().getChanges());
        text.value("sum", sums);
        return text.text.toString();
    }

    /** What it runs, and what takes it back. */
    static Stream<Change> changes(ChangeSet changeSet) {
        return Stream.concat(changeSet.getChanges().stream(), changeSet.getRollback().getChanges().stream());
    }

    /** By which a change and its files are told from others; of one that cannot be worked out, nothing. */
    static String sum(Change change) {
        try {
            return String.valueOf(change.generateCheckSum());
        } catch (RuntimeException e) {
            return "none";
        }
    }

    private void part(String name, LiquibaseSerializable part) {
        if (part != null) {
            add(name, part.getClass().getName());
            fields(name + ".", part);
            if (part instanceof AbstractSQLChange sql) {
                add(name + ".text", sql.getSql());
            }
        }
    }

    private void fields(String prefix, LiquibaseSerializable part) {
        for (String field : new TreeSet<>(part.getSerializableFields())) {
            if (!prefix.isEmpty() || !PARTS.contains(field)) {
                value(prefix + field, part.getSerializableFieldValue(field));
            }
        }
    }

    private void value(String name, Object value) {
        if (value instanceof LiquibaseSerializable part) {
            part(name, part);
        } else if (value instanceof Set<?> values) {
            value(name, values.stream().map(String::valueOf).sorted().toList());
        } else if (value instanceof Collection<?> values) {
            add(name + " count", values.size());
            values.forEach(one -> value(name, one));
        } else if (value instanceof Map<?, ?> values) {
            value(
                    name,
                    new TreeMap<>(values.entrySet().stream()
                                    .collect(Collectors.toMap(
                                            entry -> String.valueOf(entry.getKey()),
                                            entry -> String.valueOf(entry.getValue()))))
                            .entrySet().stream()
                                    .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                                    .toList());
        } else {
            add(name, value);
        }
    }

    private void add(String name, Object value) {
        if (value != null) {
            measured(name);
            measured(placed(String.valueOf(value)));
        }
    }

    private void measured(String part) {
        text.append(part.length()).append(':').append(part);
    }

    private String placed(String value) {
        String placed = value;
        for (Map.Entry<String, String> place : places) {
            placed = placed.replace(place.getKey(), PLACE + place.getValue() + PLACE);
        }
        return placed;
    }
}
