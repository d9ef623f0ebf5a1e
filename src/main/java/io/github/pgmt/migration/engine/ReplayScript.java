package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changesets that are sent to each tenant of a cohort one after the other, worked out once by Liquibase.
 *
 * @param tables what makes Liquibase's two tables; empty where the cohort's tenants have them by then
 * @param changeSets in order
 * @param concurrentIndexes names of the indexes that the changelog builds without a transaction, see {@link EngineResult}
 */
public record ReplayScript(List<SchemaText> tables, List<ReplayedChangeSet> changeSets, Set<String> concurrentIndexes) {

    public ReplayScript {
        tables = List.copyOf(tables);
        changeSets = List.copyOf(changeSets);
        concurrentIndexes = Set.copyOf(concurrentIndexes);
    }

    /** The changesets' ids, in order. */
    public List<ChangeSetId> due() {
        return changeSets.stream().map(ReplayedChangeSet::id).toList();
    }

    /** Whether it takes changesets back. */
    public boolean takesBack() {
        return changeSets.stream().anyMatch(changeSet -> changeSet.run() == ReplayedChangeSet.Run.BACK);
    }

    /** What is left of it when the first so many changesets have run. */
    ReplayScript from(int count) {
        return count == 0
                ? this
                : new ReplayScript(List.of(), changeSets.subList(count, changeSets.size()), concurrentIndexes);
    }

    /** The history that a tenant has when the first so many changesets have run in it. */
    public List<HistoryRow> historyAfter(int count, List<HistoryRow> before) {
        List<HistoryRow> history = new ArrayList<>(before);
        for (ReplayedChangeSet changeSet : changeSets.subList(0, count)) {
            history.removeIf(row -> changeSet.run() != ReplayedChangeSet.Run.FIRST
                    && row.changeSet().equals(changeSet.id()));
            if (changeSet.run() != ReplayedChangeSet.Run.BACK) {
                history.add(changeSet.recorded());
            }
        }
        return history;
    }

    /**
     * What is to be said of a tenant in which the first so many changesets have run.
     *
     * @param failure why no more did, if so
     */
    public EngineResult result(int count, Optional<Failure> failure) {
        List<ReplayedChangeSet> ran = changeSets.subList(0, count);
        if (takesBack()) {
            TenantResult.ChangeSets undone = TenantResult.ChangeSets.undone(due().subList(0, count));
            return new EngineResult(List.of(), undone, Set.of(), concurrentIndexes, failure, Way.replayed(count));
        }
        Set<String> created = new HashSet<>();
        ran.forEach(changeSet -> created.addAll(changeSet.created()));
        TenantResult.ChangeSets changes = TenantResult.ChangeSets.applied(ids(ran, false), List.of(), ids(ran, true));
        return new EngineResult(due(), changes, created, concurrentIndexes, failure, Way.replayed(count));
    }

    private static List<ChangeSetId> ids(List<ReplayedChangeSet> changeSets, boolean always) {
        return changeSets.stream()
                .filter(changeSet -> (changeSet.run() == ReplayedChangeSet.Run.ALWAYS) == always)
                .map(ReplayedChangeSet::id)
                .toList();
    }
}
