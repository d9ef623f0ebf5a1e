package io.github.pgmt.migration.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.engine.EnginePool;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When fresh tenants start while a tenant has found the server in trouble, and after it. */
class TroubledQueueTest {

    private static final Failure UNREACHABLE =
            Failure.of(Failure.Kind.CONNECTION, "gone").with(Optional.of(Obstacle.of(Obstacle.Kind.UNREACHABLE)));

    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch bothStarted = new CountDownLatch(2);
    private final CountDownLatch parked = new CountDownLatch(1);

    @Test
    void whatATryMetThatHadBegunBeforeTheTroubleDoesNotEndIt() {
        Function<Tenant, EngineResult> work = tenant -> {
            bothStarted.countDown();
            if (tenant.schema().equals("t1") && Collections.frequency(started, "t1") == 1) {
                await(bothStarted);
                return EngineResult.failed(UNREACHABLE);
            }
            if (tenant.schema().equals("t2")) {
                await(parked);
            }
            return EngineResult.nothing();
        };

        List<TenantMigrator.Attempt> attempts = attempts(4, 2, step(work, () -> true));

        assertThat(attempts).extracting(attempt -> attempt.result().outcome()).containsOnly(Outcome.UP_TO_DATE);
        assertThat(started.subList(0, 2)).containsExactlyInAnyOrder("t1", "t2");
        assertThat(started.get(2)).isEqualTo("t1");
        assertThat(started.subList(3, 5)).containsExactlyInAnyOrder("t3", "t4");
    }

    @Test
    void aTenantThatIsLostWhileItsTroubleIsToldLeavesNobodyWaiting() {
        Function<Tenant, EngineResult> work =
                tenant -> tenant.schema().equals("t1") ? EngineResult.failed(UNREACHABLE) : EngineResult.nothing();

        List<TenantMigrator.Attempt> attempts = attempts(3, 1, step(work, () -> {
            throw new OutOfMemoryError("Java heap space");
        }));

        assertThat(attempts)
                .extracting(attempt -> attempt.result().outcome())
                .containsExactly(Outcome.FAILED, Outcome.UP_TO_DATE, Outcome.UP_TO_DATE);
    }

    private TenantStep step(Function<Tenant, EngineResult> work, BooleanSupplier repeatable) {
        return new TenantStep() {
            @Override
            public EngineResult run(MigrationEngine engine, Tenant tenant) {
                started.add(tenant.schema());
                return work.apply(tenant);
            }

            @Override
            public boolean isRepeatable() {
                return repeatable.getAsBoolean();
            }

            @Override
            public Outcome outcome(Tenant tenant, EngineResult result) {
                return Outcome.UP_TO_DATE;
            }
        };
    }

    /** Within bounds: a queue that gives out nothing more would wait for good. */
    private List<TenantMigrator.Attempt> attempts(int count, int threads, TenantStep step) {
        List<Tenant> tenants = IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Tenant("test", "t" + number, "t" + number, Map.of()))
                .toList();
        RunOptions options = new RunOptions(
                threads,
                RunOptions.OnError.FAIL_AT_END,
                0,
                0,
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
        MigrationListener listener =
                MigrationListener.of(RunEvent.TenantIsTriedAgain.class, event -> parked.countDown());
        try (EnginePool engines = new EnginePool(() -> null)) {
            TenantMigrator migrator = new TenantMigrator(
                    engines,
                    options,
                    new StopSignal(),
                    listener,
                    (tenant, failure) -> Optional.of("The server is gone."),
                    GoneTenants.NONE);
            return assertTimeoutPreemptively(Duration.ofMinutes(3), () -> migrator.forEach(tenants, 0, step));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
