package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.work.Replaying;
import java.util.Map;
import java.util.Optional;

/**
 * Whether and how changesets are planned once for many tenants, as the user gave it.
 *
 * @param pilot null when none is named
 */
public record ReplayParameters(boolean replay, String pilot, String verify) {

    private static final Map<String, Way.Verified> PROOFS =
            Map.of("history", Way.Verified.HISTORY, "catalog", Way.Verified.CATALOG);

    /** Of a goal that has no cohorts. */
    public static final ReplayParameters NONE = new ReplayParameters(false, null, "history");

    /** @throws RunRefusedException when a value makes no sense */
    Replaying replaying() {
        return new Replaying(replay, Optional.ofNullable(pilot), proof());
    }

    private Way.Verified proof() {
        return Choice.of("verify", verify, PROOFS);
    }
}
