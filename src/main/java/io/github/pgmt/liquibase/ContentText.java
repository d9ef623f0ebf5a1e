package io.github.pgmt.liquibase;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.precondition.Precondition;
import liquibase.serializer.LiquibaseSerializable;

/** All that a changeset is, a line for each part, in an order of its own: the same for the same changeset. */
final class ContentText {

    /** Written apart. */
    private static final Set<String> PARTS = Set.of("changes", "rollback", "preConditions", "preconditions");

    private final List<String> lines = new ArrayList<>();

    private ContentText() {}

    /**
     * Of a changeset.
     *
     * @param sums of its changes and those of its rollback, in order; those that are made of values of a tenant's are left out
     */
    static String of(ChangeSet changeSet, Precondition ofChangelog, List<String> sums) {
        ContentText text = new ContentText();
        text.fields("", changeSet);
        text.add("runInTransaction", changeSet.isRunInTransaction());
        text.add("runWith", changeSet.getRunWith());
        text.add("runOrder", changeSet.getRunOrder());
        text.add("onValidationFail", changeSet.getOnValidationFail());
        text.add("ignored", changeSet.isIgnore());
        text.part("changelog preconditions", ofChangelog);
        text.part("preconditions", changeSet.getPreconditions());
        changeSet.getSqlVisitors().forEach(visitor -> text.part("modifySql", visitor));
        changeSet.getChanges().forEach(change -> text.part("change", change));
        changeSet.getRollback().getChanges().forEach(change -> text.part("rollback", change));
        sums.forEach(sum -> text.add("sum", sum));
        return String.join("\n", text.lines);
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
            values.stream().map(String::valueOf).sorted().forEach(one -> add(name, one));
        } else if (value instanceof Collection<?> values) {
            values.forEach(one -> value(name, one));
        } else if (value instanceof Map<?, ?> values) {
            values.entrySet().stream().map(String::valueOf).sorted().forEach(one -> add(name, one));
        } else {
            add(name, value);
        }
    }

    private void add(String name, Object value) {
        if (value != null) {
            lines.add(name + "=" + value);
        }
    }
}
