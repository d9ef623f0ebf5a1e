package io.github.pgmt.migration;

/** What became of a tenant in a run. */
public enum Outcome {
    /** Changesets were applied. */
    MIGRATED,
    /** The schema was created and changesets were applied. */
    CREATED,
    /** Changesets were taken back. */
    ROLLED_BACK,
    /** The schema is gone. */
    DROPPED,
    /** Changesets were recorded as run, without running them. */
    SYNCED,
    /** The history's last row has the tag. */
    TAGGED,
    /** Liquibase's lock row was set, and is no longer. */
    RELEASED,
    /** There was nothing to apply; changesets that run always may have run. */
    UP_TO_DATE,
    /** Dry run: looked at, nothing written. */
    PLANNED,
    /** Not, or not wholly, migrated, or not proven to be. */
    FAILED,
    /** Not started, because the run stopped before. */
    SKIPPED
}
