package io.github.pgmt.postgres.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Blocker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a wait is ended of which the server that it is on knows no limit. */
class EndlessWaitsTest {

    private static final int PID = 1;

    private final EndlessWaits waits = new EndlessWaits();
    private long now;

    private Map<Integer, EndlessWaits.Hopeless> after(int seconds, LockWait wait) {
        now += Duration.ofSeconds(seconds).toNanos();
        return waits.hopeless(Map.of(PID, wait), now);
    }

    private static LockWait behind(int pid) {
        Blocker blocker = new Blocker(
                pid, Optional.empty(), Optional.of("shop"), Optional.empty(), Optional.empty(), Optional.empty());
        return LockWait.of(blocker, false);
    }

    @Test
    void oneForTheSameSessionIsEndedWhenItLastsLongerThanItMay() {
        waits.limit(PID, Duration.ofSeconds(5));

        assertThat(after(100, behind(7))).as("since now").isEmpty();
        assertThat(after(5, behind(7))).isEmpty();
        assertThat(after(1, behind(7))).containsOnlyKeys(PID);
        assertThat(waits.ended(PID).orElseThrow().text())
                .contains("longer than lockTimeout on a node", "server process 7", "application shop");
    }

    @Test
    void oneThatWasOverMeanwhileOrIsForAnotherBeginsAnew() {
        waits.limit(PID, Duration.ofSeconds(5));

        assertThat(after(0, behind(7))).isEmpty();
        assertThat(after(9, behind(8))).isEmpty();
        assertThat(after(1, LockWait.NONE)).isEmpty();
        assertThat(after(9, behind(8))).isEmpty();
        assertThat(after(6, behind(8))).containsOnlyKeys(PID);
    }

    @Test
    void oneWithoutAnyLimitOrWithTheServersOwnGoesOn() {
        waits.limit(PID, Duration.ofSeconds(5));
        waits.begin(PID);
        assertThat(after(0, behind(7))).isEmpty();
        assertThat(after(100, behind(7))).as("as CONCURRENTLY waits").isEmpty();

        waits.limit(PID, Duration.ofSeconds(5));
        waits.end(PID);
        assertThat(after(0, behind(7))).isEmpty();
        assertThat(after(100, behind(7))).isEmpty();
    }
}
