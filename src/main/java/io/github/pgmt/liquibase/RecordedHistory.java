package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.exception.DatabaseException;

/**
 * What a history records, as it is in every tenant in which it was recorded alike: a guard of Liquibase's way, as the
 * fingerprint is one of a replay's.
 *
 * @param rows how often each row is there, without time, run and tag
 * @param lastOrder the highest {@code ORDEREXECUTED}
 */
record RecordedHistory(Map<HistoryRow, Integer> rows, int lastOrder) {

    private static final String EXECUTED = "EXECUTED";

    static RecordedHistory of(List<HistoryRow> history) {
        Map<HistoryRow, Integer> rows = new HashMap<>();
        history.forEach(row -> rows.merge(row.essence(), 1, Integer::sum));
        return new RecordedHistory(rows, HistoryRow.lastOrder(history));
    }

    /** As the database has it now; of an extension's own history service it is not known. */
    static RecordedHistory of(TenantDatabase database) throws DatabaseException {
        ChangeLogHistoryService service = TenantDatabase.histories().getChangeLogService(database);
        List<HistoryRow> history = new ArrayList<>();
        if (!(service instanceof TenantHistoryService own)) {
            return new RecordedHistory(Map.of(), -1);
        }
        for (Map<String, ?> row : own.queryDatabaseChangeLogTable(database)) {
            history.add(new HistoryRow(
                    new ChangeSetId(text(row, "FILENAME"), text(row, "ID"), text(row, "AUTHOR")),
                    Optional.ofNullable(row.get("MD5SUM")).map(Object::toString),
                    Optional.ofNullable(row.get("EXECTYPE"))
                            .map(Object::toString)
                            .orElse(EXECUTED),
                    row.get("ORDEREXECUTED") instanceof Number order ? order.intValue() : 0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
        return of(history);
    }

    private static String text(Map<String, ?> row, String column) {
        return String.valueOf(row.get(column));
    }
}
