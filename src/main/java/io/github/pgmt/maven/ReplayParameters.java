package io.github.pgmt.maven;

import io.github.pgmt.migration.Replaying;
import io.github.pgmt.migration.RunRefusedException;
import io.github.pgmt.migration.Way;
import java.util.Optional;

/**
 * Whether and how changesets are planned once for many tenants, as the user gave it.
 *
 * @param pilot null when none is named
 */
record ReplayParameters(boolean replay, String pilot, String verify) {

    /** Of a goal that has no cohorts. */
    static final ReplayParameters NONE = new ReplayParameters(false, null, "history");

    /** @throws RunRefusedException when a value makes no sense */
    Replaying replaying() {
        return new Replaying(replay, Optional.ofNullable(pilot), proof());
    }

    private Way.Verified proof() {
        return switch (verify) {
            case "history" -> Way.Verified.HISTORY;
            case "catalog" -> Way.Verified.CATALOG;
            default -> throw new RunRefusedException("-Dpgmt.verify=" + verify + " is not one of history, catalog.");
        };
    }
}
