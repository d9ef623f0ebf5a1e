package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.RanChangeSet;
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
        return TenantDatabase.histories().getChangeLogService(database) instanceof TenantHistoryService
                ? of(rows(database))
                : new RecordedHistory(Map.of(), -1);
    }

    /** The rows that the database has now, without their times; of an extension's own history service, what that has read. */
    static List<HistoryRow> rows(TenantDatabase database) throws DatabaseException {
        ChangeLogHistoryService service = TenantDatabase.histories().getChangeLogService(database);
        if (!(service instanceof TenantHistoryService own)) {
            return service.getRanChangeSets().stream().map(RecordedHistory::row).toList();
        }
        List<HistoryRow> history = new ArrayList<>();
        for (Map<String, ?> row : own.queryDatabaseChangeLogTable(database)) {
            history.add(new HistoryRow(
                    new ChangeSetId(text(row, "FILENAME"), text(row, "ID"), text(row, "AUTHOR")),
                    optional(row, "MD5SUM"),
                    optional(row, "EXECTYPE").orElse(EXECUTED),
                    row.get("ORDEREXECUTED") instanceof Number order ? order.intValue() : 0,
                    optional(row, "TAG"),
                    optional(row, "DEPLOYMENT_ID"),
                    Optional.empty()));
        }
        return history;
    }

    private static HistoryRow row(RanChangeSet ran) {
        return new HistoryRow(
                new ChangeSetId(ran.getStoredChangeLog(), ran.getId(), ran.getAuthor()),
                Optional.ofNullable(ran.getLastCheckSum()).map(Object::toString),
                Optional.ofNullable(ran.getExecType()).map(type -> type.value).orElse(EXECUTED),
                Optional.ofNullable(ran.getOrderExecuted()).orElse(0),
                Optional.ofNullable(ran.getTag()),
                Optional.ofNullable(ran.getDeploymentId()),
                Optional.empty());
    }

    private static Optional<String> optional(Map<String, ?> row, String column) {
        return Optional.ofNullable(row.get(column)).map(Object::toString);
    }

    private static String text(Map<String, ?> row, String column) {
        return String.valueOf(row.get(column));
    }
}
