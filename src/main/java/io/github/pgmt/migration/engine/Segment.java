package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changesets that follow each other and are brought to a tenant in the same way. */
public sealed interface Segment {

    /** The changesets, in order. */
    List<ChangeSetId> due();

    /** What is left of it when the first so many of its changesets have run. */
    Segment from(int count);

    /** The same with a tenant's values. */
    Segment of(Tenant tenant);

    /** The history that a tenant has when the first so many of its changesets have run as in the pilot. */
    List<HistoryRow> historyAfter(int count, List<HistoryRow> before);

    /** The history that a tenant has when all of it has run as in the pilot. */
    default List<HistoryRow> historyAfter(List<HistoryRow> before) {
        return historyAfter(due().size(), before);
    }

    /** Plain changesets, whose statements are sent as they were planned. */
    record OfStatements(ReplayScript script) implements Segment {

        @Override
        public List<ChangeSetId> due() {
            return script.due();
        }

        @Override
        public Segment from(int count) {
            return new OfStatements(script.from(count));
        }

        @Override
        public Segment of(Tenant tenant) {
            return new OfStatements(script.of(tenant));
        }

        @Override
        public List<HistoryRow> historyAfter(int count, List<HistoryRow> before) {
            return script.historyAfter(count, before);
        }
    }

    /**
     * Changesets that Liquibase itself runs in each tenant.
     *
     * @param changeSets each with why it is not replayed
     * @param rows the history rows that the run left of them in the pilot; of one that was passed over or failed there without
     *     failing the update there is none
     * @param changingCatalog those that may have made or changed something there
     * @param checksums of those rows whose checksums are what they are to be in the pilot, and depend on the tenant
     */
    record OfLiquibase(
            List<NotReplayed> changeSets,
            Map<ChangeSetId, HistoryRow> rows,
            Set<ChangeSetId> changingCatalog,
            Map<ChangeSetId, TenantChecksum> checksums)
            implements Segment {

        public OfLiquibase {
            changeSets = List.copyOf(changeSets);
            rows = Map.copyOf(rows);
            changingCatalog = Set.copyOf(changingCatalog);
            checksums = Map.copyOf(checksums);
        }

        @Override
        public Segment of(Tenant tenant) {
            if (checksums.isEmpty()) {
                return this;
            }
            Map<ChangeSetId, HistoryRow> own = new HashMap<>(rows);
            checksums.forEach((changeSet, checksum) ->
                    own.computeIfPresent(changeSet, (same, row) -> row.withChecksum(checksum.of(tenant))));
            return new OfLiquibase(changeSets, own, changingCatalog, checksums);
        }

        @Override
        public List<ChangeSetId> due() {
            return changeSets.stream().map(NotReplayed::changeSet).toList();
        }

        @Override
        public Segment from(int count) {
            return new OfLiquibase(changeSets.subList(count, changeSets.size()), rows, changingCatalog, checksums);
        }

        @Override
        public List<HistoryRow> historyAfter(int count, List<HistoryRow> before) {
            List<HistoryRow> history = new ArrayList<>(before);
            for (ChangeSetId changeSet : due().subList(0, count)) {
                HistoryRow left = rows.get(changeSet);
                if (left != null) {
                    history.removeIf(row -> row.changeSet().equals(changeSet));
                    history.add(left);
                }
            }
            return history;
        }
    }
}
