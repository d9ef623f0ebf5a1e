package io.github.pgmt.migration.changelog;

import io.github.pgmt.migration.Failure;

/** The changelog is missing or does not parse; no tenant has been touched. The message is for the user. */
public class InvalidChangelogException extends RuntimeException {

    public InvalidChangelogException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What to report for a tenant whose own changelog this is said of. */
    public Failure failure() {
        return Failure.of(Failure.Kind.CHANGESET, getMessage());
    }
}
