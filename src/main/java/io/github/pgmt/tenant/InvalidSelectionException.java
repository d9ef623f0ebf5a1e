package io.github.pgmt.tenant;

/** The user's choice of tenants, or the place they are listed in, is configured wrongly. The message is for the user. */
public class InvalidSelectionException extends RuntimeException {

    public InvalidSelectionException(String message) {
        super(message);
    }

    public InvalidSelectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
