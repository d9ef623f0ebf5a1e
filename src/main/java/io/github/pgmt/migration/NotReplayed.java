package io.github.pgmt.migration;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A changeset that cannot be sent as planned statements, so that Liquibase itself has to run it in each tenant.
 *
 * @param why as the end of a sentence that begins with the changeset, for example {@code has preconditions that read the
 *     database}
 */
public record NotReplayed(ChangeSetId changeSet, String why) {

    public NotReplayed {
        Objects.requireNonNull(changeSet, "changeSet is null");
        Objects.requireNonNull(why, "why is null");
    }

    /**
     * Of a tenant that has other values of these parameters than all others: of its first due changeset, if there is one. Nothing
     * where there is no parameter.
     */
    public static List<NotReplayed> becauseOf(SortedMap<String, String> parameters, List<ChangeSetId> due) {
        String reasons = parameters.entrySet().stream()
                .map(reason -> "${" + reason.getKey() + "}, which " + reason.getValue())
                .collect(Collectors.joining(", and "));
        return due.stream()
                .limit(parameters.isEmpty() ? 0 : 1)
                .map(first -> new NotReplayed(
                        first, "is in a changelog that no other tenant has the same of, as it reads " + reasons))
                .toList();
    }

    /** Of a tenant whose schema's name means more in SQL than itself: of its first due changeset, if there is one. */
    public static List<NotReplayed> becauseOfName(List<ChangeSetId> due) {
        return due.stream()
                .limit(1)
                .map(first -> new NotReplayed(
                        first, "is not sent to a schema whose name has signs that mean something in SQL"))
                .toList();
    }
}
