package io.github.pgmt.migration.planning;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import java.util.List;
import java.util.Optional;

/**
 * What of a history counts for what a rollback takes back: which changesets are recorded in what order, with what checksum and
 * how, where the target is among them, and what was only recorded. Of two tenants in which that is the same, the same is taken
 * back, if it can be taken back at all; why it cannot is told of each by its own history.
 *
 * @param layout the columns of Liquibase's history table, which differ between its versions
 */
public record RollbackNeeds(TenantHistory.State state, List<Row> rows, String layout) {

    /**
     * A row of the history.
     *
     * @param isMeant whether it is of one of the runs, has the tag, or comes after the time that is gone back to
     */
    record Row(
            ChangeSetId changeSet,
            Optional<String> checksum,
            String execType,
            boolean isMeant,
            boolean isOnlyRecorded) {}

    /** @param target how far the rollback goes */
    public static RollbackNeeds of(TenantHistory history, RollbackTarget target) {
        return new RollbackNeeds(
                history.state(),
                history.rows().stream().map(row -> row(row, target)).toList(),
                history.layout());
    }

    private static Row row(HistoryRow row, RollbackTarget target) {
        return new Row(row.changeSet(), row.checksum(), row.execType(), isMeant(row, target), row.isOnlyRecorded());
    }

    private static boolean isMeant(HistoryRow row, RollbackTarget target) {
        if (target instanceof RollbackTarget.Runs runs) {
            return runs.wrote(row.deploymentId());
        }
        if (target instanceof RollbackTarget.Tag tag) {
            return row.tag().filter(tag.tag()::equalsIgnoreCase).isPresent();
        }
        return target instanceof RollbackTarget.Date && row.executedAt().isPresent();
    }
}
