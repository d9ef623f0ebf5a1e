package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.Optional;
import liquibase.ChecksumVersion;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.statement.core.MarkChangeSetRanStatement;

/** The row that a changeset gets by what Liquibase would have marked in the history. */
final class PlannedRow {

    private PlannedRow() {}

    /** @param database has just recorded the changeset, so its number is the last one */
    static HistoryRow of(ChangeSetId id, MarkChangeSetRanStatement mark, ScriptDatabase database, RunId runId) {
        return new HistoryRow(
                id,
                Optional.of(mark.getChangeSet()
                        .generateCheckSum(ChecksumVersion.latest())
                        .toString()),
                mark.getExecType().value,
                database.lastSequenceValue(),
                Optional.empty(),
                Optional.of(runId.value()),
                Optional.empty());
    }

    /** That of a changeset that Liquibase leaves without one. */
    static HistoryRow none(ChangeSetId id) {
        return new HistoryRow(
                id, Optional.empty(), ExecType.SKIPPED.value, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
