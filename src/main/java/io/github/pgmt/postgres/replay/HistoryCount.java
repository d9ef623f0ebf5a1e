package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.List;

/**
 * What tells, between the changesets of a replay, that a history is still this run's.
 *
 * @param rows how many there are
 * @param ofRun how many of them are this run's
 * @param lastOrder the highest {@code ORDEREXECUTED}
 */
record HistoryCount(long rows, long ofRun, int lastOrder) {

    static HistoryCount of(List<HistoryRow> rows, RunId runId) {
        long ofRun = rows.stream()
                .filter(row -> row.deploymentId().filter(runId.value()::equals).isPresent())
                .count();
        return new HistoryCount(rows.size(), ofRun, HistoryRow.lastOrder(rows));
    }

    /** The same once this changeset was applied: one that ran before has a row already, which is this run's then. */
    HistoryCount after(ReplayedChangeSet changeSet) {
        if (changeSet.run() == ReplayedChangeSet.Run.PASSED_OVER) {
            return this;
        }
        int added = changeSet.run() == ReplayedChangeSet.Run.FIRST ? 1 : 0;
        return new HistoryCount(rows + added, ofRun + 1, changeSet.recorded().order());
    }
}
