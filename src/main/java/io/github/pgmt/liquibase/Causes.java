package io.github.pgmt.liquibase;

import java.util.Objects;

/** Finds the sentence that matters in a chain of exceptions. */
final class Causes {

    private Causes() {}

    /** The message of the innermost exception that has one. */
    static String summary(Throwable thrown) {
        String message = thrown.toString();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            message = Objects.requireNonNullElse(cause.getMessage(), message);
        }
        String trimmed = message.strip();
        return trimmed.endsWith(".") ? trimmed : trimmed + ".";
    }
}
