package io.github.pgmt.migration.failure;

import io.github.pgmt.migration.Failure;

/** A tenant cannot be worked on, for a reason that lies outside its changelog. */
public class TenantUnavailableException extends RuntimeException {

    private final transient Failure failure;

    public TenantUnavailableException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public TenantUnavailableException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /** What to report for the tenant. */
    public Failure failure() {
        return failure;
    }
}
