package io.github.pgmt.migration.event;

/** Tells a listener of several threads' events one at a time, and lets a run go on when it throws. */
record SerialListener(MigrationListener listener) implements MigrationListener {

    @Override
    public synchronized void hear(RunEvent event) {
        try {
            listener.hear(event);
        } catch (RuntimeException | Error e) {
            // A broken console must not fail a tenant; nobody else is left to be told.
        }
    }
}
