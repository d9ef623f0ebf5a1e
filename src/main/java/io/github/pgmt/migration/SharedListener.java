package io.github.pgmt.migration;

import java.time.Duration;

/** Hears of the shared schema what is said of any schema, but not that a tenant is finished: it is none. */
record SharedListener(MigrationListener listener) implements MigrationListener {

    @Override
    public void tenantWaits(String schema, String holder, Duration atMost) {
        listener.tenantWaits(schema, holder, atMost);
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
