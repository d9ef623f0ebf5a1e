package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a history has the rows that a run was to write. */
record RowsWritten(RunId runId) {

    /** Rows of other runs may differ in all but what is recorded; those of this one have the planned numbers. */
    boolean areAlike(List<HistoryRow> planned, List<HistoryRow> after) {
        return essence(planned).equals(essence(after)) && ordersOfRun(planned).equals(ordersOfRun(after));
    }

    /**
     * The rows that the run has written.
     *
     * @param before all rows that there were before it, some of which may bear its id
     */
    List<HistoryRow> since(List<HistoryRow> before, List<HistoryRow> after) {
        Set<Place> old = before.stream().filter(this::isOfRun).map(Place::of).collect(Collectors.toSet());
        return after.stream()
                .filter(row -> isOfRun(row) && !old.contains(Place.of(row)))
                .toList();
    }

    /** A tag may be put on a row later, and a changeset that runs again gets another place. */
    private record Place(ChangeSetId changeSet, int order) {

        static Place of(HistoryRow row) {
            return new Place(row.changeSet(), row.order());
        }
    }

    private boolean isOfRun(HistoryRow row) {
        return row.deploymentId().filter(runId.value()::equals).isPresent();
    }

    private static List<HistoryRow> essence(List<HistoryRow> rows) {
        return rows.stream().map(HistoryRow::essence).toList();
    }

    private List<Integer> ordersOfRun(List<HistoryRow> rows) {
        return rows.stream().filter(this::isOfRun).map(HistoryRow::order).toList();
    }

    /** Whether nothing differs but times. */
    static boolean areEqual(List<HistoryRow> planned, List<HistoryRow> after) {
        return withoutTimes(planned).equals(withoutTimes(after));
    }

    private static List<HistoryRow> withoutTimes(List<HistoryRow> rows) {
        return rows.stream()
                .map(row -> new HistoryRow(
                        row.changeSet(),
                        row.checksum(),
                        row.execType(),
                        row.order(),
                        row.tag(),
                        row.deploymentId(),
                        Optional.empty()))
                .toList();
    }
}
