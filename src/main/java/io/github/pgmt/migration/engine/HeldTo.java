package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was found in a tenant when it was compared with the plan that is carried out: so it must still be when its turn comes, but
 * for what the run itself has done by then.
 *
 * @param rows the history that it had
 * @param due what may run in it, each with the checksum that Liquibase will record
 * @param toTag the tag with which an update ends; a row that bears it is another one without it
 * @param count how many changesets an update applies, where the user limits that; empty where not
 */
public record HeldTo(List<HistoryRow> rows, Map<ChangeSetId, String> due, Optional<String> toTag, OptionalInt count) {

    public HeldTo {
        rows = List.copyOf(rows);
        due = Map.copyOf(due);
        Objects.requireNonNull(toTag, "toTag is null");
        Objects.requireNonNull(count, "count is null");
    }

    /**
     * What becomes of a tenant that is not so any more.
     *
     * @param why in whole sentences
     */
    public static Failure moved(String why) {
        return Failure.of(Failure.Kind.STALE, why + " Nothing more was applied in it.");
    }

    /** The same, but no more than these of what is due; at least one. */
    public HeldTo limitedTo(List<ChangeSetId> left) {
        Map<ChangeSetId, String> checksums = new LinkedHashMap<>(due);
        checksums.keySet().retainAll(left);
        return new HeldTo(rows, checksums, toTag, OptionalInt.of(left.size()));
    }

    /**
     * What of a history is otherwise now, as a sentence; empty where nothing is.
     *
     * @param run whose own rows, of what is due, do not count
     */
    public Optional<String> difference(List<HistoryRow> now, RunId run) {
        Set<ChangeSetId> own = now.stream()
                .filter(row -> row.deploymentId().filter(run.value()::equals).isPresent())
                .filter(row -> due.containsKey(row.changeSet()) && !rows.contains(row))
                .map(HistoryRow::changeSet)
                .collect(Collectors.toSet());
        Map<ChangeSetId, List<HistoryRow>> before = others(rows, own);
        Map<ChangeSetId, List<HistoryRow>> after = others(now, own);
        Set<ChangeSetId> all = new LinkedHashSet<>(after.keySet());
        all.addAll(before.keySet());
        return all.stream()
                .flatMap(id ->
                        difference(id, before.getOrDefault(id, List.of()), after.getOrDefault(id, List.of())).stream())
                .findFirst();
    }

    private static Map<ChangeSetId, List<HistoryRow>> others(List<HistoryRow> rows, Set<ChangeSetId> own) {
        Map<ChangeSetId, List<HistoryRow>> others = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> !own.contains(row.changeSet()))
                .sorted(Comparator.comparingInt(HistoryRow::order))
                .forEach(row -> others.computeIfAbsent(row.changeSet(), absent -> new ArrayList<>())
                        .add(row));
        return others;
    }

    private Optional<String> difference(ChangeSetId id, List<HistoryRow> before, List<HistoryRow> after) {
        if (before.size() != after.size()) {
            return Optional.of(
                    before.size() < after.size() ? "It has got " + id + "." : "It does not have " + id + " any more.");
        }
        for (int index = 0; index < before.size(); index++) {
            if (!isSame(before.get(index), after.get(index))) {
                return Optional.of("The row of " + id + " is another one.");
            }
        }
        return Optional.empty();
    }

    private boolean isSame(HistoryRow before, HistoryRow after) {
        boolean sameSum =
                before.checksum().equals(after.checksum()) || version(before.checksum()) < version(after.checksum());
        return sameSum && before.execType().equals(after.execType()) && isEnd(before) == isEnd(after);
    }

    /** Liquibase puts checksums of its newest kind in the place of others before it begins. */
    private static int version(Optional<String> checksum) {
        return checksum.map(text -> text.indexOf(':') == 1 ? Character.digit(text.charAt(0), 10) : 0)
                .orElse(-1);
    }

    private boolean isEnd(HistoryRow row) {
        return toTag.isPresent()
                && row.tag().filter(toTag.get()::equalsIgnoreCase).isPresent();
    }
}
