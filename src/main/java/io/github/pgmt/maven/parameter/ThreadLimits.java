package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.ListedDatabase;

/**
 * How much may be done at once, as the user gave it.
 *
 * @param threads in all databases together
 * @param perDatabase in each of those that are listed; 0 where each may have all
 */
public record ThreadLimits(int threads, int perDatabase) {

    /** Of a goal that does one thing after the other in each database. */
    public static final ThreadLimits NONE = new ThreadLimits(1, 0);

    /** @throws RunRefusedException when a number is too small */
    public void check() {
        require("threads", threads, 1);
        require("threadsPerDatabase", perDatabase, 0);
    }

    private static void require(String parameter, int value, int least) {
        if (value < least) {
            throw new RunRefusedException("-Dpgmt." + parameter + "=" + value + " is less than " + least + ".");
        }
    }

    /** How much of it a database may have, at least 1. */
    public int of(ListedDatabase database) {
        int cap = database.threads().orElse(perDatabase == 0 ? threads : perDatabase);
        return Math.max(1, Math.min(threads, cap));
    }
}
