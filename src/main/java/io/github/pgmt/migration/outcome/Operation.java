package io.github.pgmt.migration.outcome;

import io.github.pgmt.migration.Outcome;

/** What a run does to its tenants. */
public enum Operation {
    /** Applies what is pending to tenants that exist. */
    MIGRATE(Outcome.MIGRATED),
    /** Creates the schemas that are missing and applies what is pending. */
    SET_UP(Outcome.CREATED),
    /** Takes changesets back. */
    ROLL_BACK(Outcome.ROLLED_BACK),
    /** Removes tenants. */
    DROP(Outcome.DROPPED),
    /** Records changesets as run without running them. */
    SYNCHRONIZE(Outcome.SYNCED),
    /** Puts a tag on histories. */
    TAG(Outcome.TAGGED),
    /** Resets Liquibase's lock rows. */
    RELEASE(Outcome.RELEASED);

    private final Outcome success;

    Operation(Outcome success) {
        this.success = success;
    }

    /**
     * The outcome of a tenant with which all goes well.
     *
     * @param dryRun nothing is written
     */
    public Outcome success(boolean dryRun) {
        return dryRun ? Outcome.PLANNED : success;
    }
}
