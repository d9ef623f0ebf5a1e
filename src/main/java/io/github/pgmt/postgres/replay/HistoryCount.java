package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.List;
import java.util.Set;

/**
 * What tells, between the changesets of a replay, that a history is still this run's.
 *
 * @param rows how many there are
 * @param ofRun how many of them are this run's, also where an earlier process wrote them that it goes on with
 * @param lastOrder the highest {@code ORDEREXECUTED}
 * @param before the changesets whose rows were this run's before the replay: to run them again makes no further row of the run's
 */
record HistoryCount(long rows, long ofRun, int lastOrder, Set<ChangeSetId> before) {

    static HistoryCount of(List<HistoryRow> rows, RunId runId) {
        List<ChangeSetId> ofRun = rows.stream()
                .filter(row -> row.deploymentId().filter(runId.value()::equals).isPresent())
                .map(HistoryRow::changeSet)
                .toList();
        return new HistoryCount(rows.size(), ofRun.size(), HistoryRow.lastOrder(rows), Set.copyOf(ofRun));
    }

    /** The same once this changeset was applied: one that ran before has a row already, which is this run's then. */
    HistoryCount after(ReplayedChangeSet changeSet) {
        if (changeSet.run() == ReplayedChangeSet.Run.PASSED_OVER) {
            return this;
        }
        int added = changeSet.run() == ReplayedChangeSet.Run.FIRST ? 1 : 0;
        int ofRunAdded = before.contains(changeSet.id()) ? 0 : 1;
        return new HistoryCount(
                rows + added, ofRun + ofRunAdded, changeSet.recorded().order(), before);
    }
}
