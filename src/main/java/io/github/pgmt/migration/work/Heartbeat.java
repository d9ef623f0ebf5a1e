package io.github.pgmt.migration.work;

import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Tells which tenants are worked on, and for whom they wait, when none was finished for a while. */
final class Heartbeat {

    /** How often it is to be asked for. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final WorkQueue queue;
    private final WorkPlaces places;
    private final MigrationListener listener;
    private final LongSupplier nanoTime;
    private long lastBeat;

    /** @param nanoTime {@link System#nanoTime} */
    Heartbeat(WorkQueue queue, WorkPlaces places, MigrationListener listener, LongSupplier nanoTime) {
        this.queue = queue;
        this.places = places;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.lastBeat = nanoTime.getAsLong();
    }

    /** Tells it when it is time. */
    void beatIfDue() {
        long now = nanoTime.getAsLong();
        Map<Tenant, Long> running = queue.running();
        boolean silent = now - Math.max(queue.lastFinish(), lastBeat) >= SILENCE.toNanos();
        if (!silent || running.isEmpty()) {
            return;
        }
        lastBeat = now;
        List<RunEvent.AtWork> told = new ArrayList<>();
        running.forEach((tenant, since) ->
                told.add(new RunEvent.AtWork(tenant.id(), Duration.ofNanos(now - since), places.blockers(tenant))));
        listener.hear(new RunEvent.StillRunning(told));
    }
}
