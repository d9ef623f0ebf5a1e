package io.github.pgmt.migration.history;

import io.github.pgmt.migration.ChangeSetId;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A row of a tenant's {@code DATABASECHANGELOG}.
 *
 * @param checksum Liquibase's {@code MD5SUM}; empty where it is NULL
 * @param execType {@code EXECUTED}, {@code RERAN}, {@code MARK_RAN} and so on
 * @param order {@code ORDEREXECUTED}
 * @param tag what a rollback can go back to; empty where there is none
 * @param deploymentId the run that wrote the row last; empty in histories of old Liquibase versions
 * @param executedAt when that was; only where it was asked for, see {@code FleetDatabase.historiesSince}
 */
public record HistoryRow(
        ChangeSetId changeSet,
        Optional<String> checksum,
        String execType,
        int order,
        Optional<String> tag,
        Optional<String> deploymentId,
        Optional<LocalDateTime> executedAt) {

    private static final Predicate<String> OF_A_SYNC =
            Pattern.compile("s[0-9a-z]{9}").asMatchPredicate();

    public HistoryRow {
        Objects.requireNonNull(changeSet, "changeSet is null");
        Objects.requireNonNull(checksum, "checksum is null");
        Objects.requireNonNull(execType, "execType is null");
        Objects.requireNonNull(tag, "tag is null");
        Objects.requireNonNull(deploymentId, "deploymentId is null");
        Objects.requireNonNull(executedAt, "executedAt is null");
    }

    /** The highest {@code ORDEREXECUTED} of these rows, after which the next row goes; 0 where there is none. */
    public static int lastOrder(List<HistoryRow> rows) {
        return rows.stream().mapToInt(HistoryRow::order).max().orElse(0);
    }

    /** The changeset of the first of these rows that bears the tag, without regard to case, as Liquibase looks for it. */
    public static Optional<ChangeSetId> tagged(List<HistoryRow> rows, String tag) {
        return rows.stream()
                .filter(row -> row.tag().filter(tag::equalsIgnoreCase).isPresent())
                .map(HistoryRow::changeSet)
                .findFirst();
    }

    /** Whether {@code changelog-sync} recorded it without running anything, see {@link io.github.pgmt.migration.RunId}. */
    public boolean isOnlyRecorded() {
        return deploymentId.filter(HistoryRow::isOfSync).isPresent();
    }

    static boolean isOfSync(String deploymentId) {
        return OF_A_SYNC.test(deploymentId);
    }

    /** The same with this checksum. */
    public HistoryRow withChecksum(String other) {
        return new HistoryRow(changeSet, Optional.of(other), execType, order, tag, deploymentId, executedAt);
    }

    /** The same with this tag. */
    public HistoryRow withTag(Optional<String> other) {
        return new HistoryRow(changeSet, checksum, execType, order, other, deploymentId, executedAt);
    }

    /** The row as it is in every tenant in which the changeset was recorded alike, whenever and by whom. */
    public HistoryRow essence() {
        return new HistoryRow(changeSet, checksum, execType, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
