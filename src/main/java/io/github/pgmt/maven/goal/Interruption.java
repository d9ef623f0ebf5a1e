package io.github.pgmt.maven.goal;

import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.embedded.EmbeddedServers;
import java.time.Duration;

/**
 * Turns Ctrl-C and TERM into an orderly end: the JVM waits in a shutdown hook until the run has stopped and written its
 * reports. Running changesets get a grace period, then they are cancelled.
 */
final class Interruption implements AutoCloseable {

    /** How long a cancelled run may take for its verification and reports. */
    private static final Duration WRAP_UP = Duration.ofSeconds(20);

    private final StopSignal stop;
    private final Duration grace;
    private final TenantSessions sessions;
    private final EmbeddedServers.Hold server;
    private final Thread hook = new Thread(this::interrupted, "pgmt-interruption");

    private Interruption(StopSignal stop, Duration grace, TenantSessions sessions) {
        this.stop = stop;
        this.grace = grace;
        this.sessions = sessions;
        this.server = EmbeddedServers.hold(grace.plus(WRAP_UP));
    }

    /** Watches until it is closed, which is when the reports are written. */
    static Interruption watch(StopSignal stop, Duration grace, TenantSessions sessions) {
        Interruption interruption = new Interruption(stop, grace, sessions);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void interrupted() {
        stop.request();
        try {
            if (!stop.awaitFinish(grace)) {
                sessions.cancelAll();
                stop.awaitFinish(WRAP_UP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.close();
        stop.finish();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook is what ends it in order.
        }
    }
}
