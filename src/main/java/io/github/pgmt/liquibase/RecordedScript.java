package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.UpdateVisitor;
import liquibase.exception.LiquibaseException;
import liquibase.precondition.Conditional;
import liquibase.statement.core.MarkChangeSetRanStatement;

/**
 * What Liquibase would send to one tenant: its own update visitor runs the due changesets on a database that only takes
 * notes.
 */
final class RecordedScript {

    /** What was noted of one changeset. */
    record Recorded(
            List<String> texts,
            List<String> recording,
            HistoryRow row,
            ReplayedChangeSet.Run run,
            List<RecordingExecutor.Said> said,
            Optional<PlannedPreconditions.Asked> head,
            Optional<PlannedPreconditions.Asked> preconditions) {}

    private static final String OLD_CHECKSUMS = "comes after others whose checksums are missing or of an older kind";

    private final Tenant tenant;
    private final TenantHistory history;
    private final EngineSettings settings;
    private final Changelog changelog;
    private final ParsedChangelog parsed;
    private final List<String> tables = new ArrayList<>();
    private final Map<ChangeSetId, Recorded> changeSets = new LinkedHashMap<>();
    private final Map<ChangeSetId, String> objections = new LinkedHashMap<>();
    private final Set<ChangeSetId> dataAlone = new HashSet<>();
    private final List<NotReplayed> forAll = new ArrayList<>();
    private final Map<ChangeSetId, ChangeSet> due = new LinkedHashMap<>();
    private final List<ChangeSet> run = new ArrayList<>();
    private final Set<String> concurrentIndexes = new HashSet<>();
    private final PilotNotes notes;
    private final PlannedPreconditions preconditions;
    private final ShownPreconditions shownPreconditions = new ShownPreconditions();
    private final boolean shown;

    private RecordedScript(
            Tenant tenant,
            TenantHistory history,
            EngineSettings settings,
            ParsedChangelog parsed,
            PilotNotes notes,
            boolean shown) {
        this.shown = shown;
        this.tenant = tenant;
        this.history = history;
        this.settings = settings;
        this.changelog = settings.changelog();
        this.parsed = parsed;
        this.notes = notes;
        this.preconditions = new PlannedPreconditions(notes, settings.sessions());
    }

    /**
     * Notes what is due.
     *
     * @param parsed the changelog as it is for this tenant; no good for another run before {@link #undo()}
     * @param notes see {@link io.github.pgmt.migration.engine.MigrationEngine#script}
     */
    static RecordedScript of(
            Tenant tenant, TenantHistory history, EngineSettings settings, ParsedChangelog parsed, PilotNotes notes)
            throws LiquibaseException {
        return recorded(new RecordedScript(tenant, history, settings, parsed, notes, false));
    }

    /**
     * Notes what is due to be shown, not to be sent: of a changeset that may do something else in a tenant it is noted what it sends
     * if it runs, as far as that can be asked, and there is an {@link #objection} to it all the same.
     */
    static RecordedScript toShow(Tenant tenant, TenantHistory history, EngineSettings settings, ParsedChangelog parsed)
            throws LiquibaseException {
        return recorded(new RecordedScript(tenant, history, settings, parsed, PilotNotes.NOT_YET, true));
    }

    private static RecordedScript recorded(RecordedScript script) throws LiquibaseException {
        script.record();
        return script;
    }

    private void record() throws LiquibaseException {
        try (ScriptDatabase database = new ScriptDatabase(
                tenant, changelog.tables(), history, settings.sessions().keywords(tenant))) {
            if (!database.hasNewestChecksums() && !shown) {
                throw new UnreplayableException(OLD_CHECKSUMS);
            }
            if (history.state() != TenantHistory.State.MANAGED) {
                tables.addAll(ScriptNotes.tables(database));
            }
            recordRoots(database);
        }
    }

    /** What a checksum is made of depends on the database that Liquibase works on, where a change names some by dbms. */
    private void recordRoots(ScriptDatabase database) throws LiquibaseException {
        try {
            Scope.child(Scope.Attr.database, database, () -> {
                DueChangeSets filters = new DueChangeSets(changelog);
                DueInTurn inTurn = filters.inTurn(parsed.roots(), database, Set.of());
                if (inTurn.failure().isPresent()) {
                    throw new UnreplayableException("is in a changelog without the tag");
                }
                for (DatabaseChangeLog root : parsed.roots()) {
                    record(root, filters, inTurn, database);
                }
                if (!database.hasNewestChecksums() && !due.isEmpty()) {
                    objections.putIfAbsent(due.keySet().iterator().next(), OLD_CHECKSUMS);
                }
            });
        } catch (LiquibaseException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }

    /**
     * What is thrown here, and what is found to be for all, concerns more than a changeset: head preconditions decide about all
     * of them, and validation too. What is found of one changeset is its own affair: none is planned by what another one did,
     * but for the numbers of the history rows.
     */
    private void record(DatabaseChangeLog root, DueChangeSets filters, DueInTurn inTurn, ScriptDatabase database)
            throws LiquibaseException {
        Optional<Failure> invalid = new ChangelogValidation(database, filters).of(root);
        if (invalid.isPresent()) {
            throw new UnreplayableException("is in a changelog that contradicts the history");
        }
        List<ChangeSet> changeSetsDue = inTurn.of(root);
        concurrentIndexes.addAll(ChangeSetSql.concurrentIndexes(inTurn.reached(root)));
        List<ChangeSet> readers =
                changeSetsDue.stream().filter(SessionState::isReadBy).toList();
        Optional<String> objectionToHead = changeSetsDue.isEmpty() || shown
                ? Optional.empty()
                : preconditions.decide(root, changeSetsDue.get(0), database);
        PassedOver passing = new PassedOver(tenant, changelog.tables());
        for (ChangeSet changeSet : changeSetsDue) {
            ChangeSetId id = ParsedContents.idOf(changeSet);
            if (passing.is(changeSet, root, database)) {
                preconditions.requireNoHead(id);
                continue;
            }
            if (due.containsKey(id)) {
                forAll.add(new NotReplayed(id, "is in two of the changelogs"));
                continue;
            }
            due.put(id, changeSet);
            if (ReplayRules.isDataAlone(changeSet)) {
                dataAlone.add(id);
            }
            int before = database.lastSequenceValue();
            Optional<Conditional> head = changeSet == changeSetsDue.get(0) ? Optional.of(root) : Optional.empty();
            Optional<String> doubt = shown ? shownPreconditions.take(changeSet, head) : Optional.empty();
            Optional<String> objection = shown
                    ? ReplayRules.objectionToShow(changeSet, database)
                    : objectionToHead
                            .filter(any -> changeSet == changeSetsDue.get(0))
                            .or(() -> preconditions.decide(changeSet, database))
                            .or(() -> ReplayRules.objection(changeSet, database, !preconditions.isLeftOut(changeSet)));
            if (objection.isPresent()) {
                objections.put(id, objection.get());
            } else {
                record(changeSet, root, database);
            }
            doubt.ifPresent(why -> objections.putIfAbsent(id, why));
            if (objections.containsKey(id)) {
                database.countFrom(notes.withoutRow().contains(id) ? before : before + 1);
            }
        }
        if (!objections.isEmpty() && !shown) {
            readers.forEach(reader -> forAll.add(new NotReplayed(ParsedContents.idOf(reader), SessionState.IS_READ)));
        }
    }

    private void record(ChangeSet changeSet, DatabaseChangeLog root, ScriptDatabase database) {
        ChangeSetId id = ParsedContents.idOf(changeSet);
        run.add(changeSet);
        try {
            database.begin();
            new UpdateVisitor(database, null, null).visit(changeSet, root, database, Set.of());
            database.requirePlain();
            ScriptNotes.requireOwnTablesLeftAlone(database.recorded().texts(), changelog);
            if (changeSet.getChanges().stream().map(Object::getClass).anyMatch(LoadedRows::areIn)) {
                LoadedRows.requireBounded(database.recorded().texts());
            }
            changeSets.put(id, recorded(changeSet, id, database));
        } catch (LiquibaseException | RuntimeException | LinkageError e) {
            objections.put(id, ScriptNotes.why(e, database));
        }
    }

    private Recorded recorded(ChangeSet changeSet, ChangeSetId id, ScriptDatabase database)
            throws UnreplayableException {
        List<String> texts = database.recorded().texts();
        Optional<PlannedPreconditions.Asked> head = preconditions.ofHead(id);
        Optional<PlannedPreconditions.Asked> asked = preconditions.of(id);
        Optional<MarkChangeSetRanStatement> mark = database.recorded().mark();
        if (mark.isPresent()) {
            return new Recorded(
                    texts,
                    database.recorded().recording(),
                    PlannedRow.of(id, mark.get(), database, settings.runId()),
                    ScriptNotes.run(changeSet, mark.get()),
                    database.recorded().said(),
                    head,
                    asked);
        }
        if (!preconditions.isLeftOut(changeSet) || !texts.isEmpty()) {
            throw new UnreplayableException("is run without being recorded");
        }
        return new Recorded(
                texts, List.of(), PlannedRow.none(id), ReplayedChangeSet.Run.PASSED_OVER, List.of(), head, asked);
    }

    /** Makes what was parsed as it was, where it is known how ({@link OneParse}), and says whether it is: then it may be noted again. */
    boolean undo() {
        preconditions.undo();
        return run.stream().allMatch(OneParse::fits) && run.stream().allMatch(OneParse::undo);
    }

    List<String> tables() {
        return tables;
    }

    Map<ChangeSetId, Recorded> changeSets() {
        return changeSets;
    }

    /** Those that are due, as they were parsed for the tenant; preconditions that read the database are taken out. */
    ChangeSet parsed(ChangeSetId changeSet) {
        return due.get(changeSet);
    }

    /** What decides whether a changeset that is noted to be shown runs, in words. */
    List<String> preconditions(ChangeSetId changeSet) {
        return shownPreconditions.of(changeSet);
    }

    /** All that is due, in order. */
    List<ChangeSetId> due() {
        return List.copyOf(due.keySet());
    }

    /** Why this changeset has to be Liquibase's; empty when it was noted. */
    Optional<String> objection(ChangeSetId changeSet) {
        return Optional.ofNullable(objections.get(changeSet));
    }

    /** Those of the due changesets that only read and write rows of tables. */
    Set<ChangeSetId> dataAlone() {
        return dataAlone;
    }

    /** Because of these, nothing is to be replayed. */
    List<NotReplayed> forAll() {
        return forAll;
    }

    /** All that there is against a replay. */
    List<NotReplayed> reasons() {
        return Stream.concat(
                        forAll.stream(),
                        objections.entrySet().stream()
                                .map(objection -> new NotReplayed(objection.getKey(), objection.getValue())))
                .toList();
    }

    Set<String> concurrentIndexes() {
        return concurrentIndexes;
    }
}
