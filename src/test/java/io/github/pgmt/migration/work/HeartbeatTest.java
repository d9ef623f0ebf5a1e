package io.github.pgmt.migration.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunEvent.AtWork;
import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that is silent for long says what it is at. */
class HeartbeatTest {

    private static final Tenant ACME = new Tenant("test", "acme", "acme", Map.of());
    private static final Tenant BETA = new Tenant("test", "beta", "beta", Map.of());

    private static final Blocker BLOCKER = new Blocker(
            4711, Optional.of("app"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Where beta waits for somebody. */
    private final WorkPlaces places = new WorkPlaces() {

        @Override
        public Optional<String> trouble(Tenant tenant, Failure failure) {
            return Optional.empty();
        }

        @Override
        public List<Blocker> blockers(Tenant tenant) {
            return tenant.equals(BETA) ? List.of(BLOCKER) : List.of();
        }
    };

    private final List<List<AtWork>> told = new ArrayList<>();
    private final MigrationListener listener =
            MigrationListener.of(RunEvent.StillRunning.class, event -> told.add(event.running()));
    private final AtomicLong now = new AtomicLong();
    private final WorkQueue queue = queue(ACME, BETA);
    private Heartbeat heartbeat;

    @BeforeEach
    void begin() throws InterruptedException {
        queue.take();
        now.incrementAndGet();
        queue.take();
        heartbeat = new Heartbeat(queue, places, listener, now::get);
    }

    @Test
    void itTellsTheTenantsThatAreWorkedOnOnceInHalfAMinute() {
        after(Duration.ofSeconds(29));
        assertThat(told).isEmpty();

        after(Duration.ofSeconds(2));
        after(Duration.ofSeconds(10));
        assertThat(told).singleElement().satisfies(running -> {
            assertThat(running).extracting(work -> work.tenant().schema()).containsExactly("acme", "beta");
            assertThat(running.get(0).time()).isBetween(Duration.ofSeconds(31), Duration.ofMillis(31_001));
        });

        after(Duration.ofSeconds(25));
        assertThat(told).hasSize(2);
    }

    @Test
    void itTellsForWhomATenantWaits() {
        after(Duration.ofSeconds(31));

        assertThat(told)
                .singleElement()
                .satisfies(running ->
                        assertThat(running).extracting(AtWork::blockers).containsExactly(List.of(), List.of(BLOCKER)));
    }

    @Test
    void aTenantThatIsTriedAgainIsAtWorkSinceItsFirstTry() throws InterruptedException {
        queue.park(ACME, Failure.of(Failure.Kind.LOCKED, "held by app"));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(queue.take()).contains(ACME);

        after(Duration.ofSeconds(30));

        assertThat(told).singleElement().satisfies(running -> {
            assertThat(running).extracting(work -> work.tenant().schema()).containsExactly("acme", "beta");
            assertThat(running.get(0).time()).isBetween(Duration.ofSeconds(31), Duration.ofMillis(31_001));
        });
    }

    @Test
    void tenantsOfOneNameInTwoDatabasesAreBothAtWork() throws InterruptedException {
        Tenant elsewhere = new Tenant("elsewhere", "acme", "acme", Map.of());
        WorkQueue both = queue(ACME, elsewhere);
        both.take();
        both.take();
        heartbeat = new Heartbeat(both, places, listener, now::get);

        after(Duration.ofSeconds(31));

        assertThat(told)
                .singleElement()
                .satisfies(running -> assertThat(running)
                        .extracting(work -> work.tenant().schema())
                        .containsExactly("acme", "acme"));
    }

    @Test
    void itIsSilentWhenNothingRuns() {
        queue.finished(ACME, false);
        queue.finished(BETA, false);

        after(Duration.ofMinutes(5));

        assertThat(told).isEmpty();
    }

    @Test
    void itIsSilentWhileTenantsAreFinished() {
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        queue.finished(ACME, false);

        after(Duration.ofSeconds(29));

        assertThat(told).isEmpty();
    }

    private WorkQueue queue(Tenant... tenants) {
        RunOptions options = new RunOptions(
                2, RunOptions.OnError.FAIL_AT_END, 0, 0, Duration.ZERO, Duration.ofMinutes(1), Duration.ZERO);
        return new WorkQueue(
                List.of(tenants),
                0,
                options,
                new StopSignal(),
                listener,
                tenant -> true,
                WorkPlaces.UNTROUBLED,
                now::get);
    }

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
        heartbeat.beatIfDue();
    }
}
