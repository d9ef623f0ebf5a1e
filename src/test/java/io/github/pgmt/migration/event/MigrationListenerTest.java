package io.github.pgmt.migration.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who hears which events of a run, and what a broken listener does to it. */
class MigrationListenerTest {

    private static final RunEvent FINISHED = new RunEvent.TenantFinished(TenantResult.upToDate(TenantId.of("acme")));
    private static final RunEvent WAITS =
            new RunEvent.TenantWaits(TenantId.of("acme"), "held by app", Duration.ofMinutes(1));

    private final List<RunEvent> heard = new ArrayList<>();

    @Test
    void oneOfAKindHearsNothingElse() {
        List<String> warnings = new ArrayList<>();
        MigrationListener listener =
                MigrationListener.of(RunEvent.Warned.class, event -> warnings.add(event.message()));

        listener.warned("one");
        listener.debugged("two");
        listener.hear(FINISHED);

        assertThat(warnings).containsExactly("one");
    }

    @Test
    void whatAListenerThrowsReachesNobody() {
        MigrationListener broken = MigrationListener.oneAtATime(event -> {
            heard.add(event);
            throw new AssertionError("broken");
        });

        assertThatCode(() -> List.of(FINISHED, WAITS).forEach(broken::hear)).doesNotThrowAnyException();
        assertThat(heard).containsExactly(FINISHED, WAITS);
    }

    @Test
    void eventsOfSeveralThreadsComeOneAtATime() {
        AtomicInteger inside = new AtomicInteger();
        MigrationListener listener = MigrationListener.oneAtATime(event -> {
            if (inside.incrementAndGet() == 1) {
                Thread.yield();
                heard.add(event);
            }
            inside.decrementAndGet();
        });

        IntStream.range(0, 10_000).parallel().forEach(number -> listener.hear(FINISHED));

        assertThat(heard).hasSize(10_000);
    }

    @Test
    void ofTenantsThatAreOnlyLookedAtNoneIsTold() {
        MigrationListener listener = new UncountedListener(heard::add);
        RunEvent running =
                new RunEvent.StillRunning(List.of(new RunEvent.AtWork(TenantId.of("acme"), Duration.ofMinutes(1))));
        RunEvent again = new RunEvent.TenantIsTriedAgain(
                TenantId.of("acme"), Failure.of(Failure.Kind.CONNECTION, "gone"), Duration.ofSeconds(1));

        List.of(FINISHED, WAITS, running, again, new RunEvent.BatchPaused(Duration.ofSeconds(1)))
                .forEach(listener::hear);
        listener.warned("one");
        listener.debugged("two");

        assertThat(heard)
                .containsExactly(WAITS, running, again, new RunEvent.Warned("one"), new RunEvent.Debugged("two"));
    }

    @Test
    void anEventKeepsItsOrderAndIsNotChangedAfterwards() {
        List<RunEvent.AtWork> running = new ArrayList<>();
        IntStream.range(0, 20)
                .forEach(number ->
                        running.add(new RunEvent.AtWork(TenantId.of("t" + number), Duration.ofSeconds(100 - number))));
        List<RunEvent.AtWork> longestFirst = List.copyOf(running);

        RunEvent.StillRunning event = new RunEvent.StillRunning(running);
        running.clear();

        assertThat(event.running()).containsExactlyElementsOf(longestFirst);
    }
}
