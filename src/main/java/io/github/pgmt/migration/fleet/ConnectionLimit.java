package io.github.pgmt.migration.fleet;

import java.util.Objects;

/**
 * A limit to the connections of a run.
 *
 * @param owner who sets it, as the beginning of a sentence
 * @param allowed how many connections a run may have with nobody else there
 * @param taken how many of them others have now
 * @param remedy how to raise it, as a sentence
 * @param ofDatabase whether it is for one database, and not for all of the server
 */
public record ConnectionLimit(String owner, int allowed, int taken, String remedy, boolean ofDatabase) {

    public ConnectionLimit {
        Objects.requireNonNull(owner, "owner is null");
        Objects.requireNonNull(remedy, "remedy is null");
    }

    /** How many are left now; negative where others have more than the run might, as superusers do. */
    public int free() {
        return allowed - taken;
    }
}
