package io.github.pgmt.migration.changelog;

/** The changelog is missing or does not parse; no tenant has been touched. The message is for the user. */
public class InvalidChangelogException extends RuntimeException {

    public InvalidChangelogException(String message, Throwable cause) {
        super(message, cause);
    }
}
