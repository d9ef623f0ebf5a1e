package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.changelog.Changelog;
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
import liquibase.ChecksumVersion;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.UpdateVisitor;
import liquibase.exception.LiquibaseException;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.CreateDatabaseChangeLogLockTableStatement;
import liquibase.statement.core.CreateDatabaseChangeLogTableStatement;
import liquibase.statement.core.InitializeDatabaseChangeLogLockTableStatement;
import liquibase.statement.core.MarkChangeSetRanStatement;

/**
 * What Liquibase would send to one tenant: its own update visitor runs the due changesets on a database that only takes
 * notes.
 */
final class RecordedScript {

    /** What was noted of one changeset. */
    record Recorded(List<String> texts, List<String> recording, HistoryRow row, ReplayedChangeSet.Run run) {}

    private final Tenant tenant;
    private final TenantHistory history;
    private final EngineSettings settings;
    private final Changelog changelog;
    private final ParsedChangelog parsed;
    private final List<String> tables = new ArrayList<>();
    private final Map<ChangeSetId, Recorded> changeSets = new LinkedHashMap<>();
    private final List<NotReplayed> notReplayed = new ArrayList<>();
    private final Set<String> concurrentIndexes = new HashSet<>();

    private RecordedScript(Tenant tenant, TenantHistory history, EngineSettings settings, ParsedChangelog parsed) {
        this.tenant = tenant;
        this.history = history;
        this.settings = settings;
        this.changelog = settings.changelog();
        this.parsed = parsed;
    }

    /**
     * Notes what is due.
     *
     * @param parsed the changelog as it is for this tenant; no good for another run afterwards
     */
    static RecordedScript of(Tenant tenant, TenantHistory history, EngineSettings settings, ParsedChangelog parsed)
            throws LiquibaseException {
        RecordedScript script = new RecordedScript(tenant, history, settings, parsed);
        script.record();
        return script;
    }

    private void record() throws LiquibaseException {
        try (ScriptDatabase database = new ScriptDatabase(
                tenant, changelog.tables(), history, settings.sessions().keywords())) {
            if (!database.hasNewestChecksums()) {
                throw new UnreplayableException("comes after others whose checksums are missing or of an older kind");
            }
            if (history.state() != TenantHistory.State.MANAGED) {
                recordTables(database);
            }
            for (DatabaseChangeLog root : parsed.roots()) {
                record(root, database);
            }
        }
    }

    private void recordTables(ScriptDatabase database) throws LiquibaseException {
        database.begin();
        List<SqlStatement> statements = List.of(
                new CreateDatabaseChangeLogLockTableStatement(),
                new InitializeDatabaseChangeLogLockTableStatement(),
                new CreateDatabaseChangeLogTableStatement());
        for (SqlStatement statement : statements) {
            database.recorded().execute(statement);
        }
        tables.addAll(database.recorded().texts());
    }

    private void record(DatabaseChangeLog root, ScriptDatabase database) throws LiquibaseException {
        DueChangeSets due = new DueChangeSets(changelog);
        Optional<Failure> invalid = new ChangelogValidation(database, due).of(root);
        if (invalid.isPresent()) {
            throw new UnreplayableException("is in a changelog that contradicts the history");
        }
        if (DatabasePreconditions.in(root.getPreconditions())) {
            throw new UnreplayableException("is in a changelog with preconditions that read the database");
        }
        concurrentIndexes.addAll(ChangeSetSql.concurrentIndexes(root));
        PassedOver passing = new PassedOver(tenant, changelog.tables());
        for (ChangeSet changeSet : due.of(root, database)) {
            if (passing.is(changeSet, root, database)) {
                continue;
            }
            ChangeSetId id = ParsedContents.idOf(changeSet);
            if (changeSets.containsKey(id)) {
                notReplayed.add(new NotReplayed(id, "is in two of the changelogs"));
                continue;
            }
            Optional<String> objection = ReplayRules.objection(changeSet, database);
            if (objection.isPresent()) {
                notReplayed.add(new NotReplayed(id, objection.get()));
            } else {
                record(changeSet, root, database);
            }
        }
    }

    private void record(ChangeSet changeSet, DatabaseChangeLog root, ScriptDatabase database) {
        ChangeSetId id = ParsedContents.idOf(changeSet);
        try {
            database.begin();
            new UpdateVisitor(database, null, null).visit(changeSet, root, database, Set.of());
            database.requirePlain();
            requireOwnTablesLeftAlone(database);
            MarkChangeSetRanStatement mark = database.recorded()
                    .mark()
                    .orElseThrow(() -> new UnreplayableException("is run without being recorded"));
            changeSets.put(
                    id,
                    new Recorded(
                            database.recorded().texts(),
                            database.recorded().recording(),
                            row(id, mark, database),
                            run(changeSet, mark)));
        } catch (LiquibaseException | RuntimeException | LinkageError e) {
            notReplayed.add(new NotReplayed(id, why(e, database)));
        }
    }

    /** What a changeset does to the history, its row in another tenant would not tell. */
    private void requireOwnTablesLeftAlone(ScriptDatabase database) throws UnreplayableException {
        if (database.recorded().texts().stream().anyMatch(text -> HistoryWatch.names(text, changelog.tables()))) {
            throw new UnreplayableException("names a table of Liquibase's own");
        }
    }

    private static String why(Throwable thrown, ScriptDatabase database) {
        try {
            database.requirePlain();
        } catch (UnreplayableException e) {
            return e.getMessage();
        }
        return thrown instanceof UnreplayableException
                ? thrown.getMessage()
                : "cannot be planned without a database (" + Causes.summary(thrown) + ")";
    }

    private HistoryRow row(ChangeSetId id, MarkChangeSetRanStatement mark, ScriptDatabase database) {
        return new HistoryRow(
                id,
                Optional.of(mark.getChangeSet()
                        .generateCheckSum(ChecksumVersion.latest())
                        .toString()),
                mark.getExecType().value,
                database.lastSequenceValue(),
                Optional.empty(),
                Optional.of(settings.runId().value()),
                Optional.empty());
    }

    private static ReplayedChangeSet.Run run(ChangeSet changeSet, MarkChangeSetRanStatement mark) {
        if (!mark.getExecType().ranBefore) {
            return ReplayedChangeSet.Run.FIRST;
        }
        return changeSet.shouldAlwaysRun() ? ReplayedChangeSet.Run.ALWAYS : ReplayedChangeSet.Run.CHANGED;
    }

    List<String> tables() {
        return tables;
    }

    Map<ChangeSetId, Recorded> changeSets() {
        return changeSets;
    }

    List<NotReplayed> notReplayed() {
        return notReplayed;
    }

    Set<String> concurrentIndexes() {
        return concurrentIndexes;
    }
}
