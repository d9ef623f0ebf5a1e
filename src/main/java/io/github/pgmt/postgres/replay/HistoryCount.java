package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What tells, between the changesets of a replay, that a history is still this run's.
 *
 * @param rows how many there are
 * @param ofRun those of this run, also where an earlier process wrote them that it goes on with
 * @param lastOrder the highest {@code ORDEREXECUTED}
 */
record HistoryCount(long rows, Set<ChangeSetId> ofRun, int lastOrder) {

    HistoryCount {
        ofRun = Set.copyOf(ofRun);
    }

    static HistoryCount of(List<HistoryRow> rows, RunId runId) {
        Set<ChangeSetId> ofRun = rows.stream()
                .filter(row -> row.deploymentId().filter(runId.value()::equals).isPresent())
                .map(HistoryRow::changeSet)
                .collect(Collectors.toSet());
        return new HistoryCount(rows.size(), ofRun, HistoryRow.lastOrder(rows));
    }

    /** The same once this changeset was applied: one that ran before has a row already, which is this run's then. */
    HistoryCount after(ReplayedChangeSet changeSet) {
        if (changeSet.run() == ReplayedChangeSet.Run.PASSED_OVER) {
            return this;
        }
        int added = changeSet.run() == ReplayedChangeSet.Run.FIRST ? 1 : 0;
        Set<ChangeSetId> all = new HashSet<>(ofRun);
        all.add(changeSet.id());
        return new HistoryCount(rows + added, all, changeSet.recorded().order());
    }
}
