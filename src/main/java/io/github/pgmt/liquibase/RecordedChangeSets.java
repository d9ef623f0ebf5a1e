package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.change.Change;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;

/** Finds the changesets of a changelog by what a history has recorded of them. */
final class RecordedChangeSets {

    private static final String MARK_RAN = ChangeSet.ExecType.MARK_RAN.value;
    private static final String RERAN = ChangeSet.ExecType.RERAN.value;

    /**
     * A row and the changeset that it records.
     *
     * @param changeSet empty where the changelog does not have it
     */
    record Recorded(HistoryRow row, Optional<ChangeSet> changeSet) {

        ChangeSetId id() {
            return row.changeSet();
        }

        /** It was marked and not run, so there is nothing to take back but the row. */
        boolean isOnlyMarked() {
            return row.execType().equals(MARK_RAN);
        }

        /** It ran more than once, and moved to the end of the history each time. */
        boolean hasRunAgain() {
            return row.execType().equals(RERAN);
        }

        /** It ran again as it does with every update. */
        boolean runsAlwaysAndAgain() {
            return hasRunAgain() && changeSet.filter(ChangeSet::isAlwaysRun).isPresent();
        }

        /** It does nothing but set this tag, and goes with what is after it ({@code keepTagOnRollback} says otherwise). */
        boolean isPassingTag(String tag) {
            return changeSet
                    .filter(found -> !found.getChanges().isEmpty())
                    .filter(found -> found.getChanges().stream().allMatch(change -> isPassing(change, tag)))
                    .isPresent();
        }

        private static boolean isPassing(Change change, String tag) {
            return change instanceof TagDatabaseChange made
                    && tag.equalsIgnoreCase(made.getTag())
                    && !Boolean.TRUE.equals(made.isKeepTagOnRollback());
        }
    }

    private final Map<ChangeSetId, ChangeSet> changeSets = new HashMap<>();

    RecordedChangeSets(List<DatabaseChangeLog> changelogs) {
        for (DatabaseChangeLog changelog : changelogs) {
            for (ChangeSet changeSet : changelog.getChangeSets()) {
                changeSets.putIfAbsent(ParsedContents.normalized(ParsedContents.idOf(changeSet)), changeSet);
            }
        }
    }

    /** @param recorded its path may begin otherwise than in the changelog, by {@code classpath:} for example */
    Optional<ChangeSet> find(ChangeSetId recorded) {
        return Optional.ofNullable(changeSets.get(ParsedContents.normalized(recorded)));
    }

    Recorded of(HistoryRow row) {
        return new Recorded(row, find(row.changeSet()));
    }
}
