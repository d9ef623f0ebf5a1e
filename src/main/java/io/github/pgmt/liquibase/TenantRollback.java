package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.RanChangeSet;
import liquibase.exception.LiquibaseException;

/**
 * Takes changesets back by Liquibase's own {@code ChangeSet.rollback}, under the tenant's lock. Liquibase commits twice
 * there too, after the statements and after the row is gone; the first of the two is held back.
 */
final class TenantRollback {

    private final Tenant tenant;
    private final TenantSession session;
    private final HistoryTables tables;
    private final ChangelogReader reader;
    private final List<ChangeSetId> undone = new ArrayList<>();
    private final Set<String> concurrentIndexes = new HashSet<>();
    private Optional<ChangeSet> unfinished = Optional.empty();

    TenantRollback(Tenant tenant, TenantSession session, HistoryTables tables, ChangelogReader reader) {
        this.tenant = tenant;
        this.session = session;
        this.tables = tables;
        this.reader = reader;
    }

    EngineResult run(TenantHistory planned, List<ChangeSetId> toUndo) {
        Optional<Failure> failure = Optional.empty();
        try (LockedTenant locked = LockedTenant.open(tenant, session, tables)) {
            requireUnchanged(planned, locked.historyService().getRanChangeSets());
            RecordedChangeSets changeSets = new RecordedChangeSets(reader.parse(locked.database(), tenant));
            Set<ChangeSetId> marked = onlyMarked(planned);
            for (ChangeSetId id : toUndo) {
                undo(changeSets.find(id).orElseThrow(), id, marked.contains(id), locked.database());
            }
        } catch (RollbackRefusedException e) {
            failure = Optional.of(e.failure());
        } catch (Exception | Error e) {
            failure = Optional.of(new TenantFailures(session).of(e, unfinished));
        }
        return new EngineResult(
                List.of(), TenantResult.ChangeSets.undone(undone), Set.of(), concurrentIndexes, failure);
    }

    private static Set<ChangeSetId> onlyMarked(TenantHistory history) {
        return history.rows().stream()
                .filter(row -> row.execType().equals(ChangeSet.ExecType.MARK_RAN.value))
                .map(HistoryRow::changeSet)
                .collect(Collectors.toSet());
    }

    /** Somebody may have migrated or tagged the tenant since it was planned, so that something else would be meant. */
    private static void requireUnchanged(TenantHistory planned, List<RanChangeSet> rows) {
        Map<ChangeSetId, List<?>> before = new HashMap<>();
        planned.rows()
                .forEach(row ->
                        before.put(row.changeSet(), state(row.order(), row.execType(), row.tag(), row.deploymentId())));
        Map<ChangeSetId, List<?>> now = new HashMap<>();
        rows.forEach(row -> now.put(
                new ChangeSetId(row.getStoredChangeLog(), row.getId(), row.getAuthor()),
                state(
                        Objects.requireNonNullElse(row.getOrderExecuted(), -1),
                        row.getExecType().value,
                        Optional.ofNullable(row.getTag()),
                        Optional.ofNullable(row.getDeploymentId()))));
        if (!before.equals(now)) {
            throw RollbackRefusedException.because(
                    "Somebody has changed the tenant's history since the rollback was planned. Look with -Dpgmt.dryRun=true "
                            + "what would be taken back now, and run it again.");
        }
    }

    private static List<?> state(int order, String execType, Optional<String> tag, Optional<String> deploymentId) {
        return List.of(
                order,
                execType,
                tag.map(String::strip).orElse(""),
                deploymentId.map(String::strip).orElse(""));
    }

    private void undo(ChangeSet changeSet, ChangeSetId id, boolean onlyMarked, TenantDatabase database)
            throws LiquibaseException {
        session.beforeChangeSet();
        session.attributeTo(id, changeSet.isRunInTransaction(), ChangeSetSql.rawRollback(changeSet));
        unfinished = Optional.of(changeSet);
        // The row is found by the path that is recorded, which may begin otherwise than the changelog's.
        changeSet.setStoredFilePath(id.file());
        if (!onlyMarked) {
            session.takeTurnAtExtensions(ChangeSetSql.rawRollback(changeSet));
        }
        if (onlyMarked || changeSet.isRunInTransaction()) {
            session.holdCommits(OwnChanges.areIn(changeSet));
            session.lockTables();
        } else {
            prepareWithoutTransaction(ChangeSetSql.rawRollback(changeSet));
        }
        if (!onlyMarked) {
            changeSet.rollback(database, null);
        }
        database.removeRanStatus(changeSet);
        session.releaseCommits();
        database.commit();
        undone.add(id);
        unfinished = Optional.empty();
    }

    /** As before a changeset of an update: what a killed run left would make it fail, or succeed without an index. */
    private void prepareWithoutTransaction(List<String> sql) {
        if (CreatedNames.mentionConcurrently(sql)) {
            session.suspendLockTimeout();
        }
        Set<String> indexes = CreatedNames.concurrentIndexes(sql);
        concurrentIndexes.addAll(indexes);
        if (!indexes.isEmpty()) {
            session.dropInvalidIndexes(indexes);
        }
    }
}
