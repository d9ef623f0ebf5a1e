package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a migration sends to each tenant of a cohort, worked out once by Liquibase.
 *
 * @param tables what makes Liquibase's two tables; empty where the cohort's tenants have them
 * @param changeSets what is due, in order
 * @param notReplayed those of the due changesets that must go through Liquibase; unless it is empty, no tenant of the cohort
 *     is replayed
 * @param concurrentIndexes names of the indexes that the changelog builds without a transaction, see {@link EngineResult}
 */
public record ReplayScript(
        List<SchemaText> tables,
        List<ReplayedChangeSet> changeSets,
        List<NotReplayed> notReplayed,
        Set<String> concurrentIndexes) {

    public ReplayScript {
        tables = List.copyOf(tables);
        changeSets = List.copyOf(changeSets);
        notReplayed = List.copyOf(notReplayed);
        concurrentIndexes = Set.copyOf(concurrentIndexes);
    }

    /** Of a cohort whose tenants all go through Liquibase, because of these. */
    public static ReplayScript none(List<NotReplayed> notReplayed) {
        return new ReplayScript(List.of(), List.of(), notReplayed, Set.of());
    }

    /** Whether it can be sent. */
    public boolean isReplayable() {
        return notReplayed.isEmpty() && !changeSets.isEmpty();
    }

    /** The changesets' ids, in order. */
    public List<ChangeSetId> due() {
        return changeSets.stream().map(ReplayedChangeSet::id).toList();
    }

    /** What is left of it when the first so many changesets have run. */
    public ReplayScript from(int count) {
        return count == 0
                ? this
                : new ReplayScript(
                        List.of(), changeSets.subList(count, changeSets.size()), notReplayed, concurrentIndexes);
    }

    /** The history that a tenant has when the first so many changesets have run in it. */
    public List<HistoryRow> historyAfter(int count, List<HistoryRow> before) {
        List<HistoryRow> history = new ArrayList<>(before);
        for (ReplayedChangeSet changeSet : changeSets.subList(0, count)) {
            history.removeIf(row -> changeSet.run() != ReplayedChangeSet.Run.FIRST
                    && row.changeSet().equals(changeSet.id()));
            history.add(changeSet.recorded());
        }
        return history;
    }

    /** The history that a tenant has once they have run in it. */
    public List<HistoryRow> historyAfter(List<HistoryRow> before) {
        return historyAfter(changeSets.size(), before);
    }

    /**
     * What is to be said of a tenant in which the first so many changesets have run.
     *
     * @param failure why no more did, if so
     */
    public EngineResult result(int count, Optional<Failure> failure) {
        List<ReplayedChangeSet> ran = changeSets.subList(0, count);
        Set<String> created = new HashSet<>();
        ran.forEach(changeSet -> created.addAll(changeSet.created()));
        TenantResult.ChangeSets changes = TenantResult.ChangeSets.applied(ids(ran, false), List.of(), ids(ran, true));
        return new EngineResult(due(), changes, created, concurrentIndexes, failure, Way.REPLAY);
    }

    private static List<ChangeSetId> ids(List<ReplayedChangeSet> changeSets, boolean always) {
        return changeSets.stream()
                .filter(changeSet -> (changeSet.run() == ReplayedChangeSet.Run.ALWAYS) == always)
                .map(ReplayedChangeSet::id)
                .toList();
    }
}
