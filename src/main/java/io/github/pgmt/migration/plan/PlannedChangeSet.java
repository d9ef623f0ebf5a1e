package io.github.pgmt.migration.plan;

import io.github.pgmt.migration.ChangeSetId;
import java.util.Objects;
import java.util.Optional;

/**
 * A changeset that is due in the tenants of a cohort.
 *
 * @param checksum as Liquibase will record it; empty where it is made of a value of a parameter, too
 * @param content the hash of all that would be sent: changes, rollback, preconditions and attributes
 * @param run why it runs
 * @param mayStayDue whether it may be due once more when Liquibase has come past it: it runs always, or leaves no row
 * @param notFrozen what of it cannot be known before it runs, as a clause; empty where nothing
 */
public record PlannedChangeSet(
        ChangeSetId id,
        Optional<String> checksum,
        String content,
        Run run,
        boolean mayStayDue,
        Optional<String> notFrozen) {

    /** Why a changeset runs, in the words of the plan. */
    public enum Run {
        /** It is not in the history. */
        FIRST,
        /** It has changed, and is one that runs again then ({@code runOnChange}). */
        CHANGED,
        /** It runs with every update ({@code runAlways}), and has run before. */
        ALWAYS
    }

    public PlannedChangeSet {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(checksum, "checksum is null");
        Objects.requireNonNull(content, "content is null");
        Objects.requireNonNull(run, "run is null");
        Objects.requireNonNull(notFrozen, "notFrozen is null");
    }

    /** What must be the same for it to be the changeset that was looked at. */
    boolean isAs(PlannedChangeSet other) {
        return id.equals(other.id) && content.equals(other.content);
    }
}
