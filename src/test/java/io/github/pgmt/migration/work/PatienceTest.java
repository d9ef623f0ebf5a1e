package io.github.pgmt.migration.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a tenant waits before it is tried again, and when it is tried no more. */
class PatienceTest {

    private static final Tenant ACME = new Tenant("test", "acme", "acme", Map.of());
    private static final Failure HELD = Failure.of(Failure.Kind.LOCKED, "held by app");

    private final AtomicLong now = new AtomicLong();

    @Test
    void aHeldTenantIsLookedAtLessAndLessOftenButEveryFiveSecondsUntilLockWaitIsOver() {
        Patience patience = new Patience(new Retrying(Duration.ofSeconds(20), 0, 0), now::get);

        assertThat(pauses(patience, HELD))
                .extracting(Duration::toMillis)
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 3800L);
        assertThat(patience.of(ACME).waited()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void pausesAfterAnObstacleGrowToHalfAMinuteAtMost() {
        Patience patience = new Patience(new Retrying(Duration.ZERO, 100, 0), now::get);

        List<Duration> pauses = pauses(patience, met(Obstacle.Kind.BUSY));

        assertThat(pauses).hasSize(100);
        long longest = 500;
        for (Duration pause : pauses) {
            longest = Math.min(2 * longest, 30_000);
            assertThat(pause.toMillis()).isBetween(longest / 2, longest - 1);
        }
        assertThat(pauses).anySatisfy(pause -> assertThat(pause).isGreaterThan(Duration.ofSeconds(15)));
    }

    @Test
    void eachKindOfObstacleHasItsOwnNumberOfTries() {
        Patience patience = new Patience(new Retrying(Duration.ZERO, 2, 3), now::get);

        assertThat(pauses(patience, met(Obstacle.Kind.BUSY))).hasSize(2);
        assertThat(pauses(patience, met(Obstacle.Kind.UNREACHABLE))).hasSize(3);
    }

    private static Failure met(Obstacle.Kind kind) {
        return Failure.of(Failure.Kind.CHANGESET, "no").with(Optional.of(Obstacle.of(kind)));
    }

    /** The pauses of a tenant that fails so again as soon as it is tried again, until it is tried no more. */
    private List<Duration> pauses(Patience patience, Failure failure) {
        List<Duration> pauses = new ArrayList<>();
        Optional<Duration> pause = patience.afterwards(ACME, failure, now.get());
        while (pause.isPresent()) {
            pauses.add(pause.get());
            now.addAndGet(pause.get().toNanos());
            patience.goesOn(ACME);
            pause = patience.afterwards(ACME, failure, now.get());
        }
        return pauses;
    }
}
