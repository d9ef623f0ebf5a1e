package io.github.pgmt.liquibase;

import java.util.Objects;
import java.util.Optional;

/** Finds the sentence that matters in a chain of exceptions. */
final class Causes {

    private Causes() {}

    /** The message of the innermost exception that has one. */
    static String summary(Throwable thrown) {
        String message = thrown.toString();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            message = Objects.requireNonNullElse(cause.getMessage(), message);
        }
        return sentence(message);
    }

    /** What was thrown, with its class, and the innermost cause if there is another. */
    static String named(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return sentence(innermost == thrown ? thrown.toString() : thrown + ", caused by " + innermost);
    }

    /** The outermost exception of a type, in the chain from this one on. */
    static <T extends Throwable> Optional<T> first(Class<T> type, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static String sentence(String message) {
        String trimmed = message.strip();
        return trimmed.endsWith(".") ? trimmed : trimmed + ".";
    }
}
