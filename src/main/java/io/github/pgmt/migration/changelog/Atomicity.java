package io.github.pgmt.migration.changelog;

/** What of a tenant's migration is kept or taken back as one. */
public enum Atomicity {
    /** Each changeset with its history row is a transaction: what succeeded before a failure stays. */
    CHANGESET,
    /** All that is due in a tenant is one transaction: it has everything, or it is as it was. */
    TENANT
}
