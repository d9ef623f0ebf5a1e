package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.HistoryEdits;
import io.github.pgmt.migration.engine.TenantSessions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.core.ExecuteShellCommandChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;

/**
 * Sees what a changeset does to rows that this run has written into the history. It looks before and after those changesets
 * alone that name Liquibase's table or run code of which that cannot be told; both looks are in the changeset's transaction,
 * where it has one.
 */
final class HistoryWatch {

    private final RunId runId;
    private final HistoryTables tables;
    private final TenantSessions sessions;
    private HistoryEdits edits = HistoryEdits.NONE;
    private Set<ChangeSetId> before;

    HistoryWatch(RunId runId, HistoryTables tables, TenantSessions sessions) {
        this.runId = runId;
        this.tables = tables;
        this.sessions = sessions;
    }

    /** Whether the text names one of Liquibase's two tables. */
    static boolean names(String sql, HistoryTables tables) {
        return isIn(sql, tables.history()) || isIn(sql, tables.lock());
    }

    private static boolean isIn(String sql, String name) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(sql)
                .find();
    }

    /** To be called before the changeset runs, when its transaction, if it has one, has begun. */
    void begin(ChangeSet changeSet, Database database) {
        boolean watched = TenantDatabase.histories().getChangeLogService(database) instanceof TenantHistoryService
                && changeSet.getChanges().stream().anyMatch(this::mayTouch);
        before = watched ? ofThisRun(database) : null;
    }

    private boolean mayTouch(Change change) {
        if (change instanceof AbstractSQLChange sql) {
            return sql.getSql() != null && (names(sql.getSql(), tables) || sessions.runsCode(sql.getSql()));
        }
        boolean core = !OwnChanges.isOwn(change) && !(change instanceof ExecuteShellCommandChange);
        return !core
                || change.getSerializableFields().stream()
                        .map(change::getSerializableFieldValue)
                        .anyMatch(value -> value instanceof String text && names(text, tables));
    }

    /**
     * To be called when the changeset has run and its row is written; with a transaction that is not yet committed.
     *
     * @param ranBefore whether Liquibase only updates its row, of which the changeset may have left nothing; a new row that is
     *     not there went elsewhere, which is the verification's to tell
     */
    HistoryEdits end(ChangeSet changeSet, Database database, boolean ranBefore) {
        if (before == null) {
            return HistoryEdits.NONE;
        }
        ChangeSetId own = ParsedContents.idOf(changeSet);
        Set<ChangeSetId> after = ofThisRun(database);
        Map<ChangeSetId, ChangeSetId> taken = new HashMap<>();
        before.stream().filter(row -> !after.contains(row)).forEach(row -> taken.put(row, own));
        if (ranBefore && !after.contains(own)) {
            taken.put(own, own);
        }
        Set<ChangeSetId> put = new HashSet<>(after);
        put.removeAll(before);
        put.remove(own);
        before = null;
        return new HistoryEdits(taken, put);
    }

    /** What was seen is committed. */
    void keep(HistoryEdits seen) {
        edits = seen.after(edits);
    }

    HistoryEdits edits() {
        return edits;
    }

    /** An extension's own service is not asked. */
    private static TenantHistoryService service(Database database) {
        return (TenantHistoryService) TenantDatabase.histories().getChangeLogService(database);
    }

    private Set<ChangeSetId> ofThisRun(Database database) {
        try {
            List<Map<String, ?>> rows = service(database).queryDatabaseChangeLogTable(database);
            Set<ChangeSetId> found = new HashSet<>();
            for (Map<String, ?> row : rows) {
                if (runId.value().equals(row.get("DEPLOYMENT_ID"))) {
                    found.add(new ChangeSetId(
                            String.valueOf(row.get("FILENAME")),
                            String.valueOf(row.get("ID")),
                            String.valueOf(row.get("AUTHOR"))));
                }
            }
            return found;
        } catch (DatabaseException e) {
            throw new IllegalStateException("The history cannot be read: " + Causes.summary(e), e);
        }
    }
}
