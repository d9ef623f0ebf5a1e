package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.work.StopSignal;

/** What becomes of a tenant when its run is to stop. */
public final class RunStop {

    private RunStop() {}

    /** @throws TenantUnavailableException when the run is to stop */
    public static void requireNone(StopSignal stop) {
        if (stop.isRequested()) {
            throw new TenantUnavailableException(Failure.of(
                    Failure.Kind.CONNECTION,
                    "The run was interrupted before this tenant was finished. Run it again to go on."));
        }
    }
}
