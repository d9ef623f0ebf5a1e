package io.github.pgmt.liquibase;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.precondition.CustomPreconditionWrapper;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.SqlPrecondition;
import liquibase.serializer.LiquibaseSerializable;

/**
 * The texts of changesets in which a value decides nothing: they are sent, recorded or noted as they are, or are names, of
 * which Liquibase asks no more than whether they are to be quoted. Whatever else a change has, flags, types, files or
 * defaults, may be looked at.
 */
final class ChangeTexts {

    private static final Set<String> SENT = Set.of(
            "sql",
            "comment",
            "comments",
            "message",
            "procedureText",
            "procedureBody",
            "selectQuery",
            "remarks",
            "value",
            "where");
    private static final Pattern NAMES = Pattern.compile("name|.*(?<!atalog|ile|lass)Names?");

    /** A delimiter of these signs alone ends no statement within a value. */
    private static final Pattern DELIMITER = Pattern.compile("[;/\\\\nr\\s]*");

    private final List<String> sent = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    ChangeTexts(Stream<ChangeSet> changeSets, Stream<? extends Precondition> preconditions) {
        changeSets.forEach(this::add);
        preconditions.forEach(this::add);
    }

    /** What reads the database Liquibase asks itself in each tenant. */
    private void add(Precondition precondition) {
        if (precondition instanceof PreconditionLogic logic) {
            logic.getNestedPreconditions().forEach(this::add);
        } else {
            add(precondition, !isCore(precondition));
        }
    }

    /** Texts in which anything may stand. */
    List<String> sent() {
        return sent;
    }

    /** Names, or what consists of them. */
    List<String> names() {
        return names;
    }

    /** All other texts. */
    List<String> others() {
        return others;
    }

    private static boolean isCore(Precondition precondition) {
        return precondition.getClass().getPackageName().equals(SqlPrecondition.class.getPackageName())
                && !(precondition instanceof CustomPreconditionWrapper);
    }

    private void add(ChangeSet changeSet) {
        add(sent, changeSet.getComments());
        changeSet.getChanges().forEach(this::add);
        changeSet.getRollback().getChanges().forEach(this::add);
        Stream.of(
                        changeSet.getId(),
                        changeSet.getAuthor(),
                        changeSet.getFilePath(),
                        changeSet.getContextFilter(),
                        changeSet.getLabels(),
                        changeSet.getDbmsSet(),
                        changeSet.getRunWith())
                .filter(Objects::nonNull)
                .map(Object::toString)
                .forEach(others::add);
    }

    private void add(Change change) {
        add(change, change instanceof AbstractSQLChange sql && endsOddly(sql));
    }

    /** Whether its statements end with something that may be in a value. */
    static boolean endsOddly(AbstractSQLChange change) {
        return change.getEndDelimiter() != null
                && !DELIMITER.matcher(change.getEndDelimiter()).matches();
    }

    private void add(LiquibaseSerializable part, boolean looked) {
        for (String field : part.getSerializableFields()) {
            add(field, part.getSerializableFieldValue(field), looked);
        }
    }

    private void add(String field, Object value, boolean looked) {
        if (value instanceof LiquibaseSerializable part) {
            add(part, looked);
        } else if (value instanceof Collection<?> values) {
            values.forEach(one -> add(field, one, looked));
        } else if (value instanceof String text) {
            add(
                    looked
                            ? others
                            : SENT.contains(field) ? sent : NAMES.matcher(field).matches() ? names : others,
                    text);
        } else if (value != null) {
            add(others, value.toString());
        }
    }

    private static void add(List<String> texts, String text) {
        if (text != null) {
            texts.add(text);
        }
    }
}
