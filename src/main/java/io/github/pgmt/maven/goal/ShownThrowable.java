package io.github.pgmt.maven.goal;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A copy of what was thrown, with its causes, that prints as the original does but with other texts. */
final class ShownThrowable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String line;

    private ShownThrowable(Throwable original, UnaryOperator<String> shown) {
        super(original.getMessage() == null ? null : shown.apply(original.getMessage()));
        this.line = shown.apply(original.toString());
        setStackTrace(original.getStackTrace());
    }

    static ShownThrowable of(Throwable original, UnaryOperator<String> shown) {
        return copy(original, shown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** @param copied causes can go round in a circle */
    private static ShownThrowable copy(Throwable original, UnaryOperator<String> shown, Set<Throwable> copied) {
        copied.add(original);
        ShownThrowable copy = new ShownThrowable(original, shown);
        Throwable cause = original.getCause();
        if (cause != null && !copied.contains(cause)) {
            copy.initCause(copy(cause, shown, copied));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            if (!copied.contains(suppressed)) {
                copy.addSuppressed(copy(suppressed, shown, copied));
            }
        }
        return copy;
    }

    /** The original's class, where a stack trace has this one's. */
    @Override
    public String toString() {
        return line;
    }
}
