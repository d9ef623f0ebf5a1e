package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.RuntimeEnvironment;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilterResult;
import liquibase.changelog.visitor.ChangeLogSyncVisitor;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.statement.core.MarkChangeSetRanStatement;

/**
 * What Liquibase would send to one tenant to record changesets that it does not run: its own {@code ChangeLogSyncVisitor} works on
 * a database that only takes notes, as it does in {@link TenantAdoption}.
 */
final class RecordedAdoption {

    /** What was noted of one changeset: what writes its row, and the row. */
    record Recorded(List<String> recording, HistoryRow row) {}

    private final EngineSettings settings;
    private final List<DatabaseChangeLog> roots;
    private final List<String> tables = new ArrayList<>();
    private final Map<ChangeSetId, Recorded> changeSets = new LinkedHashMap<>();

    private RecordedAdoption(EngineSettings settings, List<DatabaseChangeLog> roots) {
        this.settings = settings;
        this.roots = roots;
    }

    /**
     * Notes what is to be recorded.
     *
     * @param roots the changelog as it is for this tenant, as far as it is to be recorded; no good for another run afterwards
     */
    static RecordedAdoption of(
            Tenant tenant, TenantHistory history, EngineSettings settings, List<DatabaseChangeLog> roots)
            throws LiquibaseException {
        RecordedAdoption adoption = new RecordedAdoption(settings, roots);
        try (ScriptDatabase database = new ScriptDatabase(
                tenant,
                settings.changelog().tables(),
                history,
                settings.sessions().keywords(tenant))) {
            if (!database.hasNewestChecksums()) {
                throw new UnreplayableException("comes after others whose checksums are missing or of an older kind");
            }
            if (history.state() != TenantHistory.State.MANAGED) {
                adoption.tables.addAll(ScriptNotes.tables(database));
            }
            adoption.record(database);
        }
        return adoption;
    }

    private void record(ScriptDatabase database) throws LiquibaseException {
        DueChangeSets due = new DueChangeSets(settings.changelog());
        ChangelogValidation validation = new ChangelogValidation(database, due);
        for (DatabaseChangeLog root : roots) {
            Optional<Failure> invalid = validation.of(root);
            if (invalid.isPresent()) {
                throw new UnreplayableException("is in a changelog that contradicts the history");
            }
            if (DatabasePreconditions.in(root.getPreconditions())) {
                throw new UnreplayableException("is in a changelog with preconditions that read the database");
            }
            RuntimeEnvironment environment = new RuntimeEnvironment(database, due.contexts(), due.labels());
            new ChangeLogIterator(root, due.notRanFilters(database)).run(new Noting(database), environment);
        }
    }

    private final class Noting extends ChangeLogSyncVisitor {

        private final ScriptDatabase database;

        Noting(ScriptDatabase database) {
            super(database);
            this.database = database;
        }

        @Override
        public void visit(
                ChangeSet changeSet, DatabaseChangeLog root, Database same, Set<ChangeSetFilterResult> filterResults)
                throws LiquibaseException {
            ChangeSetId id = ParsedContents.idOf(changeSet);
            if (changeSets.containsKey(id)) {
                throw new UnreplayableException("is in two of the changelogs");
            }
            database.begin();
            super.visit(changeSet, root, same, filterResults);
            database.requirePlain();
            MarkChangeSetRanStatement mark = database.recorded()
                    .mark()
                    .orElseThrow(() -> new UnreplayableException("is passed over without being recorded"));
            if (!database.recorded().texts().isEmpty()) {
                throw new UnreplayableException("does more than to be recorded");
            }
            changeSets.put(
                    id,
                    new Recorded(database.recorded().recording(), PlannedRow.of(id, mark, database, settings.runId())));
        }
    }

    /** What makes Liquibase's two tables; empty where the tenant has them. */
    List<String> tables() {
        return tables;
    }

    /** In order. */
    Map<ChangeSetId, Recorded> changeSets() {
        return changeSets;
    }
}
