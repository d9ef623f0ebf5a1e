package io.github.pgmt.migration.failure;

import io.github.pgmt.migration.Failure;

/** What was to be one transaction was ended by what ran in it, so that a part of it stays. */
public final class PartlyCommittedException extends TenantUnavailableException {

    public PartlyCommittedException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
