package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.ChangeSet;

/**
 * Where a tag goes in a history. What runs always moves to the end of the history with every update, and its tag with it, so it
 * goes on the last row that stays.
 *
 * @param row that is to get it; empty where it has it already, and where there is an obstacle
 * @param obstacle why it can go nowhere
 */
record TagPlace(Optional<ChangeSetId> row, Optional<String> obstacle) {

    /** @param rows the history in order */
    static TagPlace of(List<HistoryRow> rows, RecordedChangeSets changeSets, String tag) {
        List<HistoryRow> stay = rows.stream()
                .filter(row -> changeSets
                        .find(row.changeSet())
                        .filter(ChangeSet::isAlwaysRun)
                        .isEmpty())
                .toList();
        if (stay.isEmpty()) {
            return blocked("The history has no changeset that could be tagged any more.");
        }
        HistoryRow last = stay.get(stay.size() - 1);
        if (last.tag().filter(tag::equalsIgnoreCase).isPresent()) {
            return new TagPlace(Optional.empty(), Optional.empty());
        }
        return obstacle(stay, last, tag)
                .map(TagPlace::blocked)
                .orElseGet(() -> new TagPlace(Optional.of(last.changeSet()), Optional.empty()));
    }

    private static TagPlace blocked(String obstacle) {
        return new TagPlace(Optional.empty(), Optional.of(obstacle));
    }

    /** Rollbacks look for tags without regard to case, as Liquibase does. */
    private static Optional<String> obstacle(List<HistoryRow> stay, HistoryRow last, String tag) {
        if (last.execType().equals(ChangeSet.ExecType.RERAN.value)) {
            return Optional.of("The last changeset of the history, " + last.changeSet()
                    + ", ran again (runOnChange) and would take "
                    + "the tag along when it runs once more, past what ran in between. Roll back by -Dpgmt.rollbackRun or "
                    + "-Dpgmt.rollbackDate instead.");
        }
        if (last.tag().isPresent()) {
            return Optional.of(
                    "The last changeset of the history has the tag \""
                            + last.tag().get()
                            + "\" already, and a row holds one tag only. Roll back to that tag, or tag again after the next migration.");
        }
        return stay.stream()
                .filter(row -> row.tag().filter(tag::equalsIgnoreCase).isPresent())
                .findFirst()
                .map(row -> "The history has the tag \"" + tag + "\" already, on " + row.changeSet()
                        + ". Choose another one.");
    }
}
