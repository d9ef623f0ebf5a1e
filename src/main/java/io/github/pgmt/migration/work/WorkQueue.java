package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Waiting;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.TenantCourse;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Hands tenants to workers: fresh ones in order, in batches if asked, and those that something was in the way of again a
 * little later, while the others go on. Gives out nothing more once the failure policy, an interrupt or the server's own
 * trouble says stop.
 */
final class WorkQueue {

    private static final long LONGEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(100);

    private record Parked(Tenant tenant, long due) {}

    private final RunOptions options;
    private final StopSignal stop;
    private final MigrationListener listener;
    private final Admission admission;
    private final WorkPlaces places;
    private final LongSupplier nanoTime;
    private final Deque<Tenant> fresh;
    private final PriorityQueue<Parked> parked = new PriorityQueue<>(Comparator.comparingLong(Parked::due));
    /** Since when by this try. */
    private final Map<Tenant, Long> running = new LinkedHashMap<>();
    /** Since when by the first try, of tenants that are worked on or wait to be again. */
    private final Map<Tenant, Long> firstStarts = new HashMap<>();

    private final Patience patience;
    private final ServerTroubles troubles;
    private boolean abandoned;

    /** Tenants that are not given out any more, and why. */
    private final Map<Tenant, String> givenUp = new HashMap<>();

    private int failures;
    private long lastFinish;
    private int startedInBatch;
    private long pausedUntil;

    /**
     * @param failures how many tenants have failed before any was given out
     * @param admission whether a tenant may be given out now, or never
     * @param places in which each is
     * @param nanoTime {@link System#nanoTime}
     */
    WorkQueue(
            List<Tenant> tenants,
            int failures,
            RunOptions options,
            StopSignal stop,
            MigrationListener listener,
            Admission admission,
            WorkPlaces places,
            LongSupplier nanoTime) {
        this.fresh = InTurns.of(tenants);
        this.places = places;
        this.troubles = new ServerTroubles(places);
        this.failures = failures;
        this.options = options;
        this.patience = new Patience(options.retrying(), nanoTime);
        this.stop = stop;
        this.listener = listener;
        this.admission = admission;
        this.nanoTime = nanoTime;
        this.lastFinish = nanoTime.getAsLong();
        this.pausedUntil = lastFinish;
    }

    /** The next tenant; waits for one that may still come. Empty when none will. */
    synchronized Optional<Tenant> take() throws InterruptedException {
        while (!isOver()) {
            Optional<Tenant> next = next();
            if (next.isPresent()) {
                long now = nanoTime.getAsLong();
                running.put(next.get(), now);
                firstStarts.putIfAbsent(next.get(), now);
                return next;
            }
            TimeUnit.NANOSECONDS.timedWait(this, LONGEST_SLEEP);
        }
        return Optional.empty();
    }

    /** A tenant that was taken is done. */
    synchronized void finished(Tenant tenant, boolean failed) {
        running.remove(tenant);
        firstStarts.remove(tenant);
        troubles.forget(tenant);
        lastFinish = nanoTime.getAsLong();
        failures += failed ? 1 : 0;
        giveUp();
        notifyAll();
    }

    /**
     * Puts a tenant that was taken back for later, because somebody or something is in its way.
     *
     * @return false when it was tried long enough; it then still counts as taken
     */
    synchronized boolean park(Tenant tenant, Failure failure) {
        Optional<Duration> pause = patience.afterwards(tenant, failure, running.get(tenant));
        if (pause.isEmpty()) {
            return false;
        }
        parked.add(new Parked(tenant, nanoTime.getAsLong() + pause.get().toNanos()));
        running.remove(tenant);
        listener.hear(new RunEvent.TenantPutBack(tenant.id(), TenantCourse.Reason.of(failure)));
        if (failure.obstacle().isPresent()) {
            listener.hear(new RunEvent.TenantIsTriedAgain(tenant.id(), failure, pause.get()));
        } else if (patience.isNew(tenant)) {
            listener.hear(new RunEvent.TenantWaits(
                    tenant.id(), failure.message(), options.retrying().lockWait()));
        }
        giveUp();
        notifyAll();
        return true;
    }

    /**
     * Whether a tenant that was taken met its server in trouble of its own. While the server is, no fresh tenant of it is given out.
     * A try that met none says something only of trouble that was found before it began.
     */
    synchronized void tried(Tenant tenant, boolean serverIsInTrouble) {
        if (serverIsInTrouble) {
            troubles.found(tenant, nanoTime.getAsLong());
        } else {
            troubles.foundNone(tenant, running.get(tenant));
        }
        notifyAll();
    }

    /** Gives out nothing more of the server that this tenant is on, since none would fare better. */
    synchronized void stopFor(Tenant tenant, String serversTrouble) {
        troubles.last(tenant, serversTrouble).ifPresent(listener::warned);
        notifyAll();
    }

    /** Gives out nothing more, since the run itself is lost. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Why a tenant was not given out, or not again; empty where the user's own limits or an interrupt are why. */
    synchronized Optional<String> whyNotStarted(Tenant tenant) {
        return Optional.ofNullable(givenUp.get(tenant)).or(() -> troubles.lasting(tenant));
    }

    /** How often a tenant was tried. */
    synchronized Waiting waiting(Tenant tenant) {
        return patience.of(tenant);
    }

    /** How long ago the first try of a tenant began that was tried more than once; else nothing. */
    synchronized Duration sinceFirstTry(Tenant tenant) {
        return patience.sinceFirstTry(tenant);
    }

    /** When a tenant was finished last, or the first could begin, by the clock that this has. */
    synchronized long lastFinish() {
        return lastFinish;
    }

    /** How long a tenant that was taken takes already, with earlier tries of it and the pauses between them. */
    synchronized Duration timeOf(Tenant tenant) {
        return Duration.ofNanos(nanoTime.getAsLong() - firstStarts.get(tenant));
    }

    /** The tenants that are worked on, the longest first, and since their first try, by the clock that this has. */
    synchronized Map<Tenant, Long> running() {
        Map<Tenant, Long> longestFirst = new LinkedHashMap<>();
        running.keySet().stream()
                .sorted(Comparator.comparingLong(firstStarts::get))
                .forEach(tenant -> longestFirst.put(tenant, firstStarts.get(tenant)));
        return longestFirst;
    }

    /** At once, and not when their turn has come: a pause between batches would be for nobody. */
    private void giveUp() {
        for (Admission.GivenUp given : admission.givenUp(running.keySet(), firstStarts.keySet())) {
            Set<Tenant> left = new HashSet<>(given.tenants());
            left.retainAll(waiting());
            fresh.removeIf(left::contains);
            parked.removeIf(waiting -> left.contains(waiting.tenant()));
            firstStarts.keySet().removeAll(left);
            left.forEach(tenant -> givenUp.put(tenant, given.why()));
            if (!left.isEmpty()) {
                listener.warned(given.why());
            }
        }
    }

    private Set<Tenant> waiting() {
        Set<Tenant> waiting = new HashSet<>(fresh);
        parked.forEach(tenant -> waiting.add(tenant.tenant()));
        return waiting;
    }

    private boolean isOver() {
        boolean stopped = abandoned || stop.isRequested() || options.stopsAfter(failures);
        return stopped
                || fresh.stream().allMatch(this::isStopped)
                        && running.keySet().stream().allMatch(this::isStopped)
                        && parked.stream().map(Parked::tenant).allMatch(this::isStopped);
    }

    private boolean isStopped(Tenant tenant) {
        return troubles.lasting(tenant).isPresent();
    }

    /** Databases in which as many tenants are worked on as may be. */
    private Set<Database> full() {
        Map<Database, Integer> atWork = new HashMap<>();
        running.keySet().forEach(tenant -> atWork.merge(tenant.home(), 1, Integer::sum));
        return running.keySet().stream()
                .filter(tenant -> atWork.get(tenant.home()) >= places.threads(tenant))
                .map(Tenant::home)
                .collect(Collectors.toSet());
    }

    private Optional<Tenant> next() {
        long now = nanoTime.getAsLong();
        Set<Database> full = full();
        Optional<Tenant> waited = nextParked(now, full);
        if (waited.isPresent()) {
            return waited;
        }
        if (pausedUntil - now > 0 || fresh.stream().noneMatch(tenant -> mayBegin(tenant, full))) {
            return Optional.empty();
        }
        if (options.batchSize() > 0 && startedInBatch == options.batchSize()) {
            pauseWhenBatchIsDone(now);
            return Optional.empty();
        }
        Optional<Tenant> admitted = fresh.stream()
                .filter(tenant -> mayBegin(tenant, full))
                .filter(admission::admits)
                .findFirst();
        admitted.ifPresent(tenant -> {
            startedInBatch++;
            fresh.remove(tenant);
        });
        return admitted;
    }

    /** Whether nothing of its database's or server's is in the way. */
    private boolean mayBegin(Tenant tenant, Set<Database> full) {
        return !full.contains(tenant.home()) && troubles.isWell(tenant);
    }

    private Optional<Tenant> nextParked(long now, Set<Database> full) {
        Optional<Parked> admitted = parked.stream()
                .filter(waiting -> waiting.due() - now <= 0 && !isStopped(waiting.tenant()))
                .filter(waiting -> !full.contains(waiting.tenant().home()))
                .sorted(Comparator.comparingLong(Parked::due))
                .filter(waiting -> admission.admits(waiting.tenant()))
                .findFirst();
        admitted.ifPresent(waiting -> {
            parked.remove(waiting);
            patience.goesOn(waiting.tenant());
        });
        return admitted.map(Parked::tenant);
    }

    private void pauseWhenBatchIsDone(long now) {
        if (!running.isEmpty()) {
            return;
        }
        startedInBatch = 0;
        Duration pause = options.batchPause();
        if (!pause.isZero()) {
            pausedUntil = now + pause.toNanos();
            listener.hear(new RunEvent.BatchPaused(pause));
        }
    }
}
