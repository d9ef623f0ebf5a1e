package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the tenants of a cohort go when their pilot is done: what is plain is sent to them, and Liquibase itself runs in each
 * what is not.
 *
 * @param segments in order; no two that follow each other are of the same kind
 */
public record SegmentedScript(List<Segment> segments) {

    public SegmentedScript {
        segments = List.copyOf(segments);
    }

    /** The same with a tenant's values. */
    public SegmentedScript of(Tenant tenant) {
        return new SegmentedScript(
                segments.stream().map(segment -> segment.of(tenant)).toList());
    }

    /** The same for tenants in which something has made Liquibase's two tables. */
    public SegmentedScript withoutTables() {
        return new SegmentedScript(segments.stream()
                .map(segment -> segment instanceof Segment.OfStatements statements
                        ? new Segment.OfStatements(statements.script().withoutTables())
                        : segment)
                .toList());
    }

    /** Of all that is sent, what has a tenant's values in it. */
    public Stream<ReplayedChangeSet> filled() {
        return segments.stream()
                .filter(Segment.OfStatements.class::isInstance)
                .map(segment -> ((Segment.OfStatements) segment).script())
                .flatMap(script -> script.filled().stream());
    }

    /** The changesets' ids, in order. */
    public List<ChangeSetId> due() {
        return segments.stream().flatMap(segment -> segment.due().stream()).toList();
    }

    /** The changesets that Liquibase runs, and why. */
    public List<NotReplayed> notReplayed() {
        return segments.stream()
                .filter(Segment.OfLiquibase.class::isInstance)
                .flatMap(segment -> ((Segment.OfLiquibase) segment).changeSets().stream())
                .toList();
    }

    /** Those of Liquibase's changesets that may have changed the catalog. */
    public Set<ChangeSetId> changingCatalog() {
        return segments.stream()
                .filter(Segment.OfLiquibase.class::isInstance)
                .flatMap(segment -> ((Segment.OfLiquibase) segment).changingCatalog().stream())
                .collect(Collectors.toSet());
    }

    /** What is left when the first so many changesets have run; the first segment may be a part of one. */
    public List<Segment> from(int count) {
        List<Segment> left = new ArrayList<>();
        int passed = 0;
        for (Segment segment : segments) {
            int size = segment.due().size();
            if (passed + size > count) {
                left.add(segment.from(Math.max(0, count - passed)));
            }
            passed += size;
        }
        return left;
    }

    /** The history that a tenant has when the first so many changesets have run in it as in the pilot. */
    public List<HistoryRow> historyAfter(int count, List<HistoryRow> before) {
        List<HistoryRow> history = before;
        int left = count;
        for (Segment segment : segments) {
            int size = Math.min(left, segment.due().size());
            history = segment.historyAfter(size, history);
            left -= size;
        }
        return history;
    }

    /** The history that a tenant has once all have run in it as in the pilot. */
    public List<HistoryRow> historyAfter(List<HistoryRow> before) {
        return historyAfter(due().size(), before);
    }
}
