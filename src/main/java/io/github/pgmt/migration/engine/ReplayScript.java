package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.engine.ReplayedChangeSet.Run;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Changesets that are sent to each tenant of a cohort one after the other, worked out once by Liquibase.
 *
 * @param tables what makes Liquibase's two tables; empty where the cohort's tenants have them by then
 * @param changeSets in order
 * @param concurrentIndexes names of the indexes that the changelog builds without a transaction, see {@link EngineResult}
 * @param template what it was made of for one tenant, if values of the tenant's are in it
 */
public record ReplayScript(
        List<SchemaText> tables,
        List<ReplayedChangeSet> changeSets,
        Set<String> concurrentIndexes,
        Optional<ReplayScript> template) {

    public ReplayScript {
        tables = List.copyOf(tables);
        changeSets = List.copyOf(changeSets);
        concurrentIndexes = Set.copyOf(concurrentIndexes);
        Objects.requireNonNull(template, "template is null");
    }

    /** One that is the same for all tenants, or for none yet. */
    public ReplayScript(List<SchemaText> tables, List<ReplayedChangeSet> changeSets, Set<String> concurrentIndexes) {
        this(tables, changeSets, concurrentIndexes, Optional.empty());
    }

    /** Whether it is to be made a tenant's before it can be sent. */
    public boolean isOpen() {
        return changeSets.stream().anyMatch(changeSet -> changeSet.open().isPresent());
    }

    /** What of it has a tenant's values in it. */
    List<ReplayedChangeSet> filled() {
        return template.stream()
                .flatMap(open -> IntStream.range(0, changeSets.size())
                        .filter(index -> open.changeSets().get(index).open().isPresent())
                        .mapToObj(changeSets::get))
                .toList();
    }

    /** The same with a tenant's values. */
    ReplayScript of(Tenant tenant) {
        return isOpen()
                ? new ReplayScript(
                        tables,
                        changeSets.stream()
                                .map(changeSet -> changeSet.of(tenant))
                                .toList(),
                        concurrentIndexes,
                        Optional.of(this))
                : this;
    }

    /** The changesets' ids, in order. */
    public List<ChangeSetId> due() {
        return changeSets.stream().map(ReplayedChangeSet::id).toList();
    }

    /** Whether it takes changesets back. */
    public boolean takesBack() {
        return changeSets.stream().anyMatch(changeSet -> changeSet.run() == Run.BACK);
    }

    ReplayScript withoutTables() {
        return tables.isEmpty()
                ? this
                : new ReplayScript(List.of(), changeSets, concurrentIndexes, template.map(ReplayScript::withoutTables));
    }

    /** What is left of it when the first so many changesets have run. */
    ReplayScript from(int count) {
        return count == 0
                ? this
                : new ReplayScript(
                        List.of(),
                        changeSets.subList(count, changeSets.size()),
                        concurrentIndexes,
                        template.map(open -> open.from(count)));
    }

    /** The history that a tenant has when the first so many changesets have run in it. */
    public List<HistoryRow> historyAfter(int count, List<HistoryRow> before) {
        List<HistoryRow> history = new ArrayList<>(before);
        for (ReplayedChangeSet changeSet : changeSets.subList(0, count)) {
            if (changeSet.run() == Run.PASSED_OVER) {
                continue;
            }
            if (changeSet.run() == Run.TAGGED) {
                history.replaceAll(row -> row.changeSet().equals(changeSet.id())
                        ? row.withTag(changeSet.recorded().tag())
                        : row);
                continue;
            }
            if (changeSet.run() != Run.FIRST) {
                history.removeIf(row -> row.changeSet().equals(changeSet.id()));
            }
            if (changeSet.run() != Run.BACK) {
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
        if (changeSets.stream().anyMatch(changeSet -> changeSet.run() == Run.TAGGED)) {
            return new EngineResult(
                    due().subList(0, count),
                    TenantResult.ChangeSets.NONE,
                    Set.of(),
                    Set.of(),
                    failure,
                    Way.replayed(count));
        }
        Set<String> created = new HashSet<>();
        ran.forEach(changeSet -> created.addAll(changeSet.created()));
        TenantResult.ChangeSets changes = TenantResult.ChangeSets.applied(
                ids(ran, run -> !Set.of(Run.PASSED_OVER, Run.ALWAYS).contains(run)),
                ids(ran, Run.PASSED_OVER::equals),
                ids(ran, Run.ALWAYS::equals));
        return new EngineResult(due(), changes, created, concurrentIndexes, failure, Way.replayed(count));
    }

    private static List<ChangeSetId> ids(List<ReplayedChangeSet> changeSets, Predicate<Run> which) {
        return changeSets.stream()
                .filter(changeSet -> which.test(changeSet.run()))
                .map(ReplayedChangeSet::id)
                .toList();
    }
}
