package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;

/**
 * What Liquibase would send to one tenant to take changesets back: its own {@code ChangeSet.rollback} runs on a database that
 * only takes notes, as it does in {@link TenantRollback}. It asks no precondition.
 */
final class RecordedRollback {

    /** What was noted of one changeset: its statements, and those that remove its row. */
    record Recorded(List<String> texts, List<String> recording) {}

    private final TenantHistory history;
    private final EngineSettings settings;
    private final RecordedChangeSets changeSets;
    private final Map<ChangeSetId, Recorded> recorded = new LinkedHashMap<>();
    private final List<NotReplayed> notReplayed = new ArrayList<>();

    private RecordedRollback(TenantHistory history, EngineSettings settings, ParsedChangelog parsed) {
        this.history = history;
        this.settings = settings;
        this.changeSets = new RecordedChangeSets(parsed.roots());
    }

    /**
     * Notes what is to be taken back.
     *
     * @param parsed the changelog as it is for this tenant; no good for another run afterwards
     */
    static RecordedRollback of(
            Tenant tenant,
            TenantHistory history,
            EngineSettings settings,
            ParsedChangelog parsed,
            List<ChangeSetId> toUndo)
            throws LiquibaseException {
        RecordedRollback rollback = new RecordedRollback(history, settings, parsed);
        try (ScriptDatabase database = new ScriptDatabase(
                tenant,
                settings.changelog().tables(),
                history,
                settings.sessions().keywords(tenant))) {
            toUndo.forEach(id -> rollback.record(id, database));
        }
        return rollback;
    }

    private void record(ChangeSetId id, ScriptDatabase database) {
        try {
            recorded.put(id, record(id, changeSets.find(id).orElseThrow(), isOnlyMarked(id), database));
        } catch (LiquibaseException | RuntimeException | LinkageError e) {
            notReplayed.add(new NotReplayed(id, ScriptNotes.why(e, database)));
        }
    }

    private Recorded record(ChangeSetId id, ChangeSet changeSet, boolean onlyMarked, ScriptDatabase database)
            throws LiquibaseException {
        if (history.rows().stream().filter(row -> row.changeSet().equals(id)).count() != 1) {
            throw new UnreplayableException("is in the history more than once");
        }
        Optional<String> objection =
                onlyMarked ? Optional.empty() : ReplayRules.objectionToRollback(changeSet, database);
        if (objection.isPresent()) {
            throw new UnreplayableException(objection.get());
        }
        database.begin();
        changeSet.setStoredFilePath(id.file());
        if (!onlyMarked) {
            changeSet.rollback(database, null);
        }
        database.removeRanStatus(changeSet);
        database.requirePlain();
        RecordingExecutor noted = database.recorded();
        ScriptNotes.requireOwnTablesLeftAlone(noted.texts(), settings.changelog());
        if (!noted.hasRemovedRow()) {
            throw new UnreplayableException("is taken back without its row");
        }
        return new Recorded(noted.texts(), noted.recording());
    }

    private boolean isOnlyMarked(ChangeSetId id) {
        return history.rows().stream()
                .anyMatch(
                        row -> row.changeSet().equals(id) && row.execType().equals(ChangeSet.ExecType.MARK_RAN.value));
    }

    /** In the order in which they are taken back. */
    Map<ChangeSetId, Recorded> changeSets() {
        return recorded;
    }

    List<NotReplayed> notReplayed() {
        return notReplayed;
    }
}
