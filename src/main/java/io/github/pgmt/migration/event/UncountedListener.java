package io.github.pgmt.migration.event;

import io.github.pgmt.migration.Failure;
import java.time.Duration;
import java.util.Map;

/**
 * Hears what is said of schemas while they are worked on, but not that one is finished: of the shared schema, which is no
 * tenant, and of tenants that are only looked at before the run's own work.
 */
public record UncountedListener(MigrationListener listener) implements MigrationListener {

    @Override
    public void tenantWaits(String schema, String holder, Duration atMost) {
        listener.tenantWaits(schema, holder, atMost);
    }

    @Override
    public void tenantIsTriedAgain(String schema, Failure failure, Duration pause) {
        listener.tenantIsTriedAgain(schema, failure, pause);
    }

    @Override
    public void stillRunning(Map<String, Duration> running) {
        listener.stillRunning(running);
    }

    @Override
    public void warned(String message) {
        listener.warned(message);
    }

    @Override
    public void debugged(String message) {
        listener.debugged(message);
    }
}
