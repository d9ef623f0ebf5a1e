package io.github.pgmt.maven.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Guesses how long a run will take from how fast its tenants are finished now: how long a worker lately needed from one
 * tenant to the next, and how many workers there are. It has no clock of its own; times are nanoseconds of any clock.
 *
 * <p>A worker's first tenant counts only while there is no other, since it loads classes and opens connections; what was before
 * most of the tenants that are left began to go in another way does not.
 */
final class RemainingTime {

    private static final int FEWEST_FINISHED = 3;
    private static final int FEWEST_IN_WINDOW = 16;
    private static final long WINDOW = Duration.ofSeconds(2).toNanos();

    /** Of a tenant that takes so long, loading classes is little. */
    private static final long MOSTLY_WORK = Duration.ofSeconds(20).toNanos();

    /**
     * @param took what the worker needed for it; empty where that says nothing of the next one
     * @param first the same of a worker's first one, of which loading may be the most
     */
    private record Finish(Object worker, long time, OptionalLong took, OptionalLong first) {}

    private final Map<Object, Long> lastOfWorker = new HashMap<>();
    private final Deque<Finish> window = new ArrayDeque<>();
    private int finished;
    private int finishedInBatch;
    private int batch;
    private long pause;
    private long paused;
    private long last = Long.MIN_VALUE;
    private OptionalLong otherWaySince = OptionalLong.empty();

    /**
     * A tenant is finished that was worked on.
     *
     * @param worker who did it; the same object for all that it does
     * @param took the time spent on the tenant
     */
    void finished(Object worker, Duration took, long now) {
        long time = Math.max(now - paused, last);
        last = time;
        finished++;
        finishedInBatch++;
        Long before = lastOfWorker.put(worker, time);
        OptionalLong first = first(before, time, took.toNanos());
        window.addLast(new Finish(worker, time, took(before, time, first), first));
        while (window.size() > FEWEST_IN_WINDOW && window.getFirst().time() < time - WINDOW) {
            window.removeFirst();
        }
    }

    private static OptionalLong took(Long before, long time, OptionalLong first) {
        if (before != null) {
            return OptionalLong.of(time - before);
        }
        return first.isPresent() && first.getAsLong() >= MOSTLY_WORK ? first : OptionalLong.empty();
    }

    private OptionalLong first(Long before, long time, long spent) {
        boolean inThisWay = otherWaySince.isEmpty() || time - spent >= otherWaySince.getAsLong();
        return before == null && inThisWay ? OptionalLong.of(spent) : OptionalLong.empty();
    }

    /** So many tenants of those that are left go in another way from now on: what began before says nothing of them. */
    void otherWay(int tenants, int left, long now) {
        if (tenants * 3L >= left) {
            otherWaySince = OptionalLong.of(now - paused);
            lastOfWorker.clear();
            window.clear();
        }
    }

    /** A batch is done, and nothing is begun for this time. */
    void paused(Duration length) {
        batch = Math.max(1, finishedInBatch);
        finishedInBatch = 0;
        pause = length.toNanos();
        paused += pause;
    }

    /** How long so many tenants will take; empty while that cannot be known. */
    Optional<Duration> of(int left, long now) {
        OptionalDouble each = average(Finish::took);
        if (each.isEmpty()) {
            each = average(Finish::first);
        }
        if (finished < FEWEST_FINISHED || each.isEmpty()) {
            return Optional.empty();
        }
        long workers = window.stream().map(Finish::worker).distinct().count();
        long restOfPause = Math.max(0, last - (now - paused));
        return Optional.of(Duration.ofNanos(
                Math.round(each.getAsDouble() * left / workers) + restOfPause + pausesFor(left) * pause));
    }

    private OptionalDouble average(Function<Finish, OptionalLong> length) {
        return window.stream()
                .flatMapToLong(finish -> length.apply(finish).stream())
                .average();
    }

    /** How often the run will pause: batches are of one size, and there is no pause after the last one. */
    private long pausesFor(int left) {
        int afterThisBatch = left - Math.max(0, batch - finishedInBatch);
        return batch == 0 || afterThisBatch <= 0 ? 0 : (afterThisBatch + batch - 1L) / batch;
    }
}
