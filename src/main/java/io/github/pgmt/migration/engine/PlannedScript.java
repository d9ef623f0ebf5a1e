package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of a cohort's changesets before any of them runs: which are plain, with their statements, and which are in
 * doubt. One that is in doubt is Liquibase's in each tenant, and no plain one is planned by what it does.
 *
 * @param tables what makes Liquibase's two tables; empty where the cohort's tenants have them
 * @param due the ids of all, in order
 * @param plain those of them that can be sent, in order
 * @param notReplayed the others, in order
 * @param dataAlone those of the others that only read and write rows of tables
 * @param forAll because of these nothing is sent at all: what they are in doubt of concerns the others too
 * @param concurrentIndexes see {@link ReplayScript}
 * @param checksums those that depend on the tenant
 */
public record PlannedScript(
        List<SchemaText> tables,
        List<ChangeSetId> due,
        List<ReplayedChangeSet> plain,
        List<NotReplayed> notReplayed,
        Set<ChangeSetId> dataAlone,
        List<NotReplayed> forAll,
        Set<String> concurrentIndexes,
        Map<ChangeSetId, TenantChecksum> checksums) {

    private static final String MARK_RAN = "MARK_RAN";
    private static final String FEW = "is one of few beside others that are not";

    /** A changeset more is as good as so many statements more. */
    private static final int STATEMENTS = 10;

    private static final int LEAST_BETWEEN = 4 * STATEMENTS;
    private static final int LEAST_AT_AN_END = 2 * STATEMENTS;

    public PlannedScript {
        tables = List.copyOf(tables);
        due = List.copyOf(due);
        plain = List.copyOf(plain);
        notReplayed = List.copyOf(notReplayed);
        dataAlone = Set.copyOf(dataAlone);
        forAll = List.copyOf(forAll);
        concurrentIndexes = Set.copyOf(concurrentIndexes);
        checksums = Map.copyOf(checksums);
        if (plain.size() + notReplayed.size() != due.size()) {
            throw new IllegalArgumentException("Each changeset is plain or not.");
        }
    }

    /** Of a cohort whose tenants all go through Liquibase, because of these. */
    public static PlannedScript none(List<NotReplayed> forAll) {
        return new PlannedScript(List.of(), List.of(), List.of(), List.of(), Set.of(), forAll, Set.of(), Map.of());
    }

    /** Whether something of it can be sent. */
    public boolean isReplayable() {
        return forAll.isEmpty() && !plain.isEmpty();
    }

    /** Why not all of it is sent. */
    public List<NotReplayed> reasons() {
        return Stream.concat(forAll.stream(), notReplayed.stream()).toList();
    }

    /** The same; those of the plain changesets to which there is an objection are plain no longer. */
    public PlannedScript objecting(Function<ReplayedChangeSet, Optional<String>> objection) {
        Map<ChangeSetId, NotReplayed> objections = new LinkedHashMap<>();
        notReplayed.forEach(known -> objections.put(known.changeSet(), known));
        for (ReplayedChangeSet changeSet : plain) {
            objection
                    .apply(changeSet)
                    .ifPresent(why -> objections.put(changeSet.id(), new NotReplayed(changeSet.id(), why)));
        }
        return new PlannedScript(
                tables,
                due,
                plain.stream()
                        .filter(changeSet -> !objections.containsKey(changeSet.id()))
                        .toList(),
                due.stream()
                        .filter(objections::containsKey)
                        .map(objections::get)
                        .toList(),
                dataAlone,
                forAll,
                concurrentIndexes,
                checksums);
    }

    /**
     * The same; what is plain and little between others is Liquibase's too. To go from one way to the other and back takes
     * sessions of its own, and that about as long as Liquibase takes longer with a few changesets or many statements.
     */
    public PlannedScript joined() {
        Map<ChangeSetId, Integer> sent = plain.stream()
                .collect(Collectors.toMap(
                        ReplayedChangeSet::id,
                        one -> STATEMENTS + one.statements().size()));
        Set<ChangeSetId> few = new HashSet<>();
        int from = 0;
        while (from < due.size()) {
            int to = endOfPart(from, sent.keySet());
            List<ChangeSetId> part = due.subList(from, to);
            int worth = part.stream().mapToInt(id -> sent.getOrDefault(id, 0)).sum();
            boolean isAtAnEnd = from == 0 || to == due.size();
            if (part.size() < due.size() && worth < (isAtAnEnd ? LEAST_AT_AN_END : LEAST_BETWEEN)) {
                few.addAll(part);
            }
            from = to;
        }
        return objecting(changeSet -> few.contains(changeSet.id()) ? Optional.of(FEW) : Optional.empty());
    }

    private int endOfPart(int from, Set<ChangeSetId> sent) {
        int to = from + 1;
        while (to < due.size() && sent.contains(due.get(to)) == sent.contains(due.get(from))) {
            to++;
        }
        return to;
    }

    /** Whether it would be planned otherwise by what is known since the pilot is done. */
    public boolean isOtherwiseBy(PilotNotes notes) {
        return notReplayed.stream().anyMatch(one -> notes.withoutRow().contains(one.changeSet()))
                || plain.stream()
                        .anyMatch(changeSet -> changeSet
                                .guard()
                                .filter(guard ->
                                        guard.isOtherwiseBy(notes.ofHead(changeSet.id()), notes.answer(changeSet.id())))
                                .isPresent());
    }

    /**
     * The same, and the guards know what they found in the pilot.
     *
     * @param notes by which it was planned, or would not be planned otherwise
     * @return empty when preconditions had something else to look at in the pilot than was planned
     */
    public Optional<PlannedScript> answered(PilotNotes notes, Tenant pilot) {
        List<ReplayedChangeSet> answered = new ArrayList<>();
        for (ReplayedChangeSet changeSet : plain) {
            Optional<Guard> guard = changeSet
                    .guard()
                    .flatMap(
                            asked -> asked.answered(notes.ofHead(changeSet.id()), notes.answer(changeSet.id()), pilot));
            if (guard.isEmpty() && changeSet.guard().isPresent()) {
                return Optional.empty();
            }
            answered.add(changeSet.withGuard(guard));
        }
        return Optional.of(
                new PlannedScript(tables, due, answered, notReplayed, dataAlone, forAll, concurrentIndexes, checksums));
    }

    /**
     * The way of the tenants that follow a pilot.
     *
     * @param pilot has gone through all of this
     * @param written the rows of the run in its history
     */
    public SegmentedScript after(Tenant pilot, List<HistoryRow> written) {
        Map<ChangeSetId, HistoryRow> rows = written.stream()
                .collect(Collectors.toMap(HistoryRow::changeSet, row -> row, (first, second) -> second));
        Map<ChangeSetId, NotReplayed> objections =
                notReplayed.stream().collect(Collectors.toMap(NotReplayed::changeSet, why -> why));
        Map<ChangeSetId, ReplayedChangeSet> sent =
                plain.stream().collect(Collectors.toMap(ReplayedChangeSet::id, changeSet -> changeSet));
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        while (from < due.size()) {
            boolean isPlain = sent.containsKey(due.get(from));
            int to = endOfPart(from, sent.keySet());
            List<ChangeSetId> part = due.subList(from, to);
            segments.add(
                    isPlain
                            ? new Segment.OfStatements(new ReplayScript(
                                    from == 0 ? tables : List.of(),
                                    part.stream().map(sent::get).toList(),
                                    concurrentIndexes))
                            : new Segment.OfLiquibase(
                                    part.stream().map(objections::get).toList(),
                                    rowsOf(part, rows),
                                    changingCatalog(part, rows),
                                    checksumsOf(part, rows, pilot)));
            from = to;
        }
        return new SegmentedScript(segments);
    }

    /** What was marked as ran did nothing; what failed may have left something, where it has no transaction. */
    private Set<ChangeSetId> changingCatalog(List<ChangeSetId> changeSets, Map<ChangeSetId, HistoryRow> rows) {
        return changeSets.stream()
                .filter(id -> !dataAlone.contains(id)
                        && Optional.ofNullable(rows.get(id))
                                .filter(row -> row.execType().equals(MARK_RAN))
                                .isEmpty())
                .collect(Collectors.toSet());
    }

    private Map<ChangeSetId, TenantChecksum> checksumsOf(
            List<ChangeSetId> changeSets, Map<ChangeSetId, HistoryRow> rows, Tenant pilot) {
        return changeSets.stream()
                .filter(id -> checksums.containsKey(id)
                        && rows.containsKey(id)
                        && rows.get(id)
                                .checksum()
                                .filter(checksums.get(id).of(pilot)::equals)
                                .isPresent())
                .collect(Collectors.toMap(id -> id, checksums::get));
    }

    private static Map<ChangeSetId, HistoryRow> rowsOf(
            List<ChangeSetId> changeSets, Map<ChangeSetId, HistoryRow> rows) {
        return changeSets.stream().filter(rows::containsKey).collect(Collectors.toMap(id -> id, rows::get));
    }
}
