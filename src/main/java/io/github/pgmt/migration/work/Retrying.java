package io.github.pgmt.migration.work;

import java.time.Duration;

/**
 * How long a run goes on with a tenant that could not be worked on.
 *
 * @param lockWait how long a tenant that somebody else holds is tried again
 * @param retries how often a tenant is tried again after a lock timeout, a deadlock or the like
 * @param connectRetries how often a tenant is tried again after the server could not be reached
 */
public record Retrying(Duration lockWait, int retries, int connectRetries) {

    /** What the goals have by default. */
    public static final int RETRIES = 3;

    /** What the goals have by default; with the pauses in between about half a minute. */
    public static final int CONNECT_RETRIES = 5;

    public Retrying {
        if (lockWait.isNegative()) {
            throw new IllegalArgumentException("lockWait must not be negative.");
        }
        requireNotNegative("retries", retries);
        requireNotNegative("connectRetries", connectRetries);
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must be at least 0, not " + value + ".");
        }
    }

    /** As often as the goals do by default. */
    public static Retrying forLocks(Duration lockWait) {
        return new Retrying(lockWait, RETRIES, CONNECT_RETRIES);
    }
}
