package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.Waiting;
import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * How often, and after which pauses, tenants that could not be worked on are tried again. Pauses grow, and those after an
 * obstacle differ by chance, so that tenants that met each other do not meet again. Not for several threads at once.
 */
final class Patience {

    private static final Duration FIRST_LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Of one tenant. */
    private static final class History {
        private final Map<Obstacle.Kind, Integer> met = new EnumMap<>(Obstacle.Kind.class);
        private final List<Blocker> blockers = new ArrayList<>();
        private final long begun;
        private Duration waited = Duration.ZERO;
        private long waitsSince;
        private Duration untilNextLook = FIRST_LOOK;
        private long heldSince;
        private boolean held;
        private int pauses;

        private History(long begun) {
            this.begun = begun;
        }
    }

    private final Retrying retrying;
    private final LongSupplier nanoTime;
    private final Map<Tenant, History> histories = new HashMap<>();

    /** @param nanoTime {@link System#nanoTime} */
    Patience(Retrying retrying, LongSupplier nanoTime) {
        this.retrying = retrying;
        this.nanoTime = nanoTime;
    }

    /**
     * The pause before the next try; empty when it was the last one.
     *
     * @param failure one of a tenant that is held, or with an obstacle
     * @param begun when the try began that ended so, by the clock that this has
     */
    Optional<Duration> afterwards(Tenant tenant, Failure failure, long begun) {
        History history = histories.computeIfAbsent(tenant, absent -> new History(begun));
        Optional<Duration> pause =
                failure.obstacle().map(obstacle -> after(obstacle, history)).orElseGet(() -> whileHeld(history));
        pause.ifPresent(length -> {
            history.waitsSince = nanoTime.getAsLong();
            history.pauses++;
        });
        return pause;
    }

    private Optional<Duration> after(Obstacle obstacle, History history) {
        for (Blocker blocker : obstacle.blockers()) {
            history.blockers.removeIf(known -> known.pid() == blocker.pid());
            history.blockers.add(blocker);
        }
        int met = history.met.merge(obstacle.kind(), 1, Integer::sum);
        int atMost = obstacle.kind() == Obstacle.Kind.BUSY ? retrying.retries() : retrying.connectRetries();
        if (met > atMost) {
            return Optional.empty();
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(met, 10));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        long half = bounded.toMillis() / 2;
        return Optional.of(Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half)));
    }

    private Optional<Duration> whileHeld(History history) {
        long now = nanoTime.getAsLong();
        if (!history.held) {
            history.held = true;
            history.heldSince = now;
        }
        Duration left = retrying.lockWait().minusNanos(now - history.heldSince);
        if (left.isZero() || left.isNegative()) {
            return Optional.empty();
        }
        Duration pause = history.untilNextLook.compareTo(left) > 0 ? left : history.untilNextLook;
        Duration twice = history.untilNextLook.multipliedBy(2);
        history.untilNextLook = twice.compareTo(LONGEST_BETWEEN_LOOKS) > 0 ? LONGEST_BETWEEN_LOOKS : twice;
        return Optional.of(pause);
    }

    /** Whether it is the first time that the tenant has to wait. */
    boolean isNew(Tenant tenant) {
        return histories.get(tenant).pauses == 1;
    }

    /** A tenant's next try begins; it may have waited longer than it had to. */
    void goesOn(Tenant tenant) {
        History history = histories.get(tenant);
        history.waited = history.waited.plusNanos(nanoTime.getAsLong() - history.waitsSince);
    }

    /** How long ago the first try of a tenant began that was tried more than once; else nothing. */
    Duration sinceFirstTry(Tenant tenant) {
        History history = histories.get(tenant);
        return history == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - history.begun);
    }

    /** What a tenant that was begun has waited for so far. */
    Waiting of(Tenant tenant) {
        History history = histories.get(tenant);
        return history == null ? Waiting.NONE : new Waiting(history.pauses + 1, history.waited, history.blockers);
    }
}
