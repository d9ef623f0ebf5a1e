package io.github.pgmt.migration.failure;

/** The database could not be reached, or failed under a statement of the run itself. The message is for the user. */
public class DatabaseUnavailableException extends RuntimeException {

    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
