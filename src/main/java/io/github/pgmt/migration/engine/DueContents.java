package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is due in a tenant, so that it can be told whether it is the same as what somebody has looked at.
 *
 * @param changeSets in the order of the changelog
 * @param checksums those that are made of values of the tenant's
 * @param newest of what the history has with no checksum, or one of an older kind: what Liquibase will put in its place
 */
public record DueContents(
        List<DueContent> changeSets, Map<ChangeSetId, TenantChecksum> checksums, Map<ChangeSetId, String> newest) {

    /** The checksum of a row that is as it would be made now, of whatever tenant. */
    private static final String AS_COMPUTED = "as computed";

    /**
     * One of them.
     *
     * @param checksum as Liquibase will record it; empty where it is made of a value of a parameter
     * @param recorded the same, of the tenant that was planned for; a value of a parameter may be in it, so it is never printed
     * @param text all that it is: changes with what is in their files, rollback, preconditions, attributes. Values of parameters
     *     may be in it, so it is never printed
     * @param always whether it runs with every update, and has run before
     * @param again whether it has run before and has changed since
     * @param mayStayDue whether it may be due once more when Liquibase has come past it: it runs always, or leaves no row
     * @param notFrozen what of it cannot be known before it runs, as a clause; empty where nothing
     */
    public record DueContent(
            ChangeSetId id,
            Optional<String> checksum,
            String recorded,
            String text,
            boolean always,
            boolean again,
            boolean mayStayDue,
            Optional<String> notFrozen) {

        public DueContent {
            Objects.requireNonNull(id, "id is null");
            Objects.requireNonNull(checksum, "checksum is null");
            Objects.requireNonNull(recorded, "recorded is null");
            Objects.requireNonNull(text, "text is null");
            Objects.requireNonNull(notFrozen, "notFrozen is null");
        }

        @Override
        public String toString() {
            return "DueContent[" + id + "]";
        }
    }

    public DueContents {
        changeSets = List.copyOf(changeSets);
        checksums = Map.copyOf(checksums);
        newest = Map.copyOf(newest);
    }

    /**
     * A history in which a checksum that is made of the tenant's own values is that of any tenant, and one of an older kind is the one
     * that a run leaves there, also one that fails.
     */
    public List<HistoryRow> comparable(Tenant tenant, List<HistoryRow> rows) {
        return rows.stream().map(row -> comparable(tenant, row)).toList();
    }

    /** With what checksums Liquibase will record them in one of the tenants that need this. Not to be printed. */
    public Map<ChangeSetId, String> recorded(Tenant tenant) {
        return changeSets.stream()
                .collect(Collectors.toMap(
                        DueContent::id,
                        content -> Optional.ofNullable(checksums.get(content.id()))
                                .map(own -> own.of(tenant))
                                .orElse(content.recorded())));
    }

    private HistoryRow comparable(Tenant tenant, HistoryRow row) {
        boolean isOld = newest.containsKey(row.changeSet());
        return Optional.ofNullable(checksums.get(row.changeSet()))
                .filter(checksum -> isOld || row.checksum().equals(Optional.of(checksum.of(tenant))))
                .map(checksum -> row.withChecksum(AS_COMPUTED))
                .orElseGet(() -> isOld ? row.withChecksum(newest.get(row.changeSet())) : row);
    }
}
