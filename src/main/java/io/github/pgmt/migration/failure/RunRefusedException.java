package io.github.pgmt.migration.failure;

/** A run cannot start, or makes no sense, as it is configured; nothing was changed. The message is for the user. */
public class RunRefusedException extends RuntimeException {

    public RunRefusedException(String message) {
        super(message);
    }

    public RunRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
