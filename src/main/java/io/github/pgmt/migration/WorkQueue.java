package io.github.pgmt.migration;

import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Hands tenants to workers: fresh ones in order, in batches if asked, and those that somebody else held again a little
 * later, while the others go on. Gives out nothing more once the failure policy or an interrupt says stop.
 */
final class WorkQueue {

    private static final long LONGEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FIRST_RETRY = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_RETRY = TimeUnit.SECONDS.toNanos(5);

    private record Parked(Tenant tenant, long due) {}

    private record Wait(long giveUp, long delay) {}

    private final RunOptions options;
    private final StopSignal stop;
    private final MigrationListener listener;
    private final Predicate<Tenant> admission;
    private final Deque<Tenant> fresh;
    private final PriorityQueue<Parked> parked = new PriorityQueue<>(Comparator.comparingLong(Parked::due));
    private final Map<Tenant, Wait> waits = new HashMap<>();
    private int running;
    private int failures;
    private int startedInBatch;
    private long pausedUntil = System.nanoTime();

    /**
     * @param failures how many tenants have failed before any was given out
     * @param admission whether a tenant may be given out now; see {@link TenantStep#admits}
     */
    WorkQueue(
            List<Tenant> tenants,
            int failures,
            RunOptions options,
            StopSignal stop,
            MigrationListener listener,
            Predicate<Tenant> admission) {
        this.fresh = new ArrayDeque<>(tenants);
        this.failures = failures;
        this.options = options;
        this.stop = stop;
        this.listener = listener;
        this.admission = admission;
    }

    /** The next tenant; waits for one that may still come. Empty when none will. */
    synchronized Optional<Tenant> take() throws InterruptedException {
        while (!isOver()) {
            Optional<Tenant> next = next();
            if (next.isPresent()) {
                running++;
                return next;
            }
            TimeUnit.NANOSECONDS.timedWait(this, LONGEST_SLEEP);
        }
        return Optional.empty();
    }

    /** A tenant that was taken is done. */
    synchronized void finished(boolean failed) {
        running--;
        failures += failed ? 1 : 0;
        notifyAll();
    }

    /**
     * Puts a tenant that was taken back for later, because somebody else holds it.
     *
     * @return false when it has waited for {@code lockWait} already; it then still counts as taken
     */
    synchronized boolean park(Tenant tenant, String holder) {
        long now = System.nanoTime();
        Wait wait = waits.get(tenant);
        if (wait == null) {
            wait = new Wait(now + options.lockWait().toNanos(), FIRST_RETRY);
            if (!options.lockWait().isZero()) {
                listener.tenantWaits(tenant.schema(), holder, options.lockWait());
            }
        }
        if (wait.giveUp() - now <= 0) {
            return false;
        }
        parked.add(new Parked(tenant, now + Math.min(wait.delay(), wait.giveUp() - now)));
        waits.put(tenant, new Wait(wait.giveUp(), Math.min(wait.delay() * 2, LONGEST_RETRY)));
        running--;
        notifyAll();
        return true;
    }

    private boolean isOver() {
        boolean stopped = stop.isRequested() || options.stopsAfter(failures);
        return stopped || (fresh.isEmpty() && parked.isEmpty() && running == 0);
    }

    private Optional<Tenant> next() {
        long now = System.nanoTime();
        Optional<Tenant> waited = nextParked(now);
        if (waited.isPresent()) {
            return waited;
        }
        if (fresh.isEmpty() || pausedUntil - now > 0) {
            return Optional.empty();
        }
        if (options.batchSize() > 0 && startedInBatch == options.batchSize()) {
            pauseWhenBatchIsDone(now);
            return Optional.empty();
        }
        Optional<Tenant> admitted = fresh.stream().filter(admission).findFirst();
        admitted.ifPresent(tenant -> {
            startedInBatch++;
            fresh.remove(tenant);
        });
        return admitted;
    }

    private Optional<Tenant> nextParked(long now) {
        Optional<Parked> admitted = parked.stream()
                .filter(waiting -> waiting.due() - now <= 0)
                .sorted(Comparator.comparingLong(Parked::due))
                .filter(waiting -> admission.test(waiting.tenant()))
                .findFirst();
        admitted.ifPresent(parked::remove);
        return admitted.map(Parked::tenant);
    }

    private void pauseWhenBatchIsDone(long now) {
        if (running > 0) {
            return;
        }
        startedInBatch = 0;
        Duration pause = options.batchPause();
        if (!pause.isZero()) {
            pausedUntil = now + pause.toNanos();
            listener.batchPaused(pause);
        }
    }
}
