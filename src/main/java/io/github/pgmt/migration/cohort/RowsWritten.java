package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.List;
import java.util.Optional;

/** Whether a history has the rows that a run was to write. */
record RowsWritten(RunId runId) {

    /** Rows of other runs may differ in all but what is recorded; those of this one have the planned numbers. */
    boolean areAlike(List<HistoryRow> planned, List<HistoryRow> after) {
        return essence(planned).equals(essence(after)) && ordersOfRun(planned).equals(ordersOfRun(after));
    }

    private static List<HistoryRow> essence(List<HistoryRow> rows) {
        return rows.stream().map(HistoryRow::essence).toList();
    }

    private List<Integer> ordersOfRun(List<HistoryRow> rows) {
        return rows.stream()
                .filter(row -> row.deploymentId().filter(runId.value()::equals).isPresent())
                .map(HistoryRow::order)
                .toList();
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
