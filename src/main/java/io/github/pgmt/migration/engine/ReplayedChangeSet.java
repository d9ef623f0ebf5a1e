package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What Liquibase sends for one changeset, fit to be sent to every tenant of a cohort.
 *
 * @param statements those of the changeset, in order
 * @param recording those that write its history row, or remove it, which find nothing of the tenant's own
 * @param recorded the history row that they leave, without the time; of a changeset that is taken back the one that goes, as it
 *     was in one of the tenants
 * @param run whether it was in the history before; then its old row goes
 * @param created names, as PostgreSQL stores them, that it creates without naming another schema
 */
public record ReplayedChangeSet(
        List<SchemaText> statements, List<SchemaText> recording, HistoryRow recorded, Run run, Set<String> created) {

    /** Why a changeset runs. */
    public enum Run {
        /** It is not in the history. */
        FIRST,
        /** It has changed, and is one that runs again then ({@code runOnChange}). */
        CHANGED,
        /** It runs with every update ({@code runAlways}). */
        ALWAYS,
        /** It is taken back. */
        BACK
    }

    public ReplayedChangeSet {
        statements = List.copyOf(statements);
        recording = List.copyOf(recording);
        Objects.requireNonNull(recorded, "recorded is null");
        Objects.requireNonNull(run, "run is null");
        created = Set.copyOf(created);
    }

    /** The changeset. */
    public ChangeSetId id() {
        return recorded.changeSet();
    }
}
