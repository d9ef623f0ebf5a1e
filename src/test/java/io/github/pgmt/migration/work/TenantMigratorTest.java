package io.github.pgmt.migration.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.engine.AdoptionResult;
import io.github.pgmt.migration.engine.DueContents;
import io.github.pgmt.migration.engine.EngineFacts;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.PilotAnswers;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.Previews;
import io.github.pgmt.migration.engine.Segment;
import io.github.pgmt.migration.engine.SegmentResult;
import io.github.pgmt.migration.engine.Spoken;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tenants start, and when, whatever an engine does with them. */
class TenantMigratorTest {

    private final StopSignal stop = new StopSignal();
    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aFailureStaysInItsTenant() {
        assertThat(outcomes(5, options(2, RunOptions.OnError.FAIL_AT_END, 0, 0), failing("t2")))
                .containsExactly(
                        Outcome.MIGRATED, Outcome.FAILED, Outcome.MIGRATED, Outcome.MIGRATED, Outcome.MIGRATED);
    }

    @Test
    void failFastStartsNoNewTenant() {
        assertThat(outcomes(4, options(1, RunOptions.OnError.FAIL_FAST, 0, 0), failing("t2")))
                .containsExactly(Outcome.MIGRATED, Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED);
    }

    @Test
    void noNewTenantStartsOnceSoManyFailed() {
        assertThat(outcomes(5, options(1, RunOptions.OnError.FAIL_NEVER, 2, 0), failing("t1", "t3")))
                .containsExactly(Outcome.FAILED, Outcome.MIGRATED, Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED);
    }

    @Test
    void anInterruptStartsNoNewTenant() {
        Function<Tenant, EngineResult> work = tenant -> {
            if (tenant.schema().equals("t2")) {
                stop.request();
            }
            return applied();
        };

        assertThat(outcomes(4, options(1, RunOptions.OnError.FAIL_AT_END, 0, 0), work))
                .containsExactly(Outcome.MIGRATED, Outcome.MIGRATED, Outcome.SKIPPED, Outcome.SKIPPED);
    }

    @Test
    void aBatchIsDoneBeforeThePauseAndTheNextOne() {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch lookedAgain = new CountDownLatch(5);
        LongSupplier clock = () -> {
            if (told.contains("finished t2")) {
                lookedAgain.countDown();
            }
            return looks.incrementAndGet() * 1_000_000L;
        };
        Function<Tenant, EngineResult> firstTakesLonger = tenant -> {
            if (tenant.schema().equals("t1")) {
                await(lookedAgain);
            }
            return applied();
        };

        outcomes(5, options(3, RunOptions.OnError.FAIL_AT_END, 0, 2), firstTakesLonger, clock);

        assertThat(told).filteredOn(event -> event.startsWith("pause")).hasSize(2);
        assertThat(told.subList(0, 3)).containsExactly("finished t2", "finished t1", "pause PT0.001S");
    }

    @Test
    void aTenantThatIsHeldComesLastAndIsToldOnce() {
        Function<Tenant, EngineResult> heldTwice = tenant -> {
            boolean held = tenant.schema().equals("t1") && Collections.frequency(started, "t1") <= 2;
            return held ? EngineResult.failed(Failure.of(Failure.Kind.LOCKED, "held by app")) : applied();
        };

        assertThat(outcomes(3, options(1, RunOptions.OnError.FAIL_FAST, 0, 0), heldTwice, flyingAfter("t3")))
                .containsOnly(Outcome.MIGRATED);
        assertThat(started).containsExactly("t1", "t2", "t3", "t1", "t1");
        assertThat(told).filteredOn("waits t1 held by app"::equals).hasSize(1);
    }

    @Test
    void aTenantThatStaysHeldFailsAfterLockWait() {
        RunOptions impatient = new RunOptions(
                1, RunOptions.OnError.FAIL_AT_END, 0, 0, Duration.ZERO, Duration.ofMillis(300), Duration.ZERO);
        Function<Tenant, EngineResult> held =
                tenant -> EngineResult.failed(Failure.of(Failure.Kind.LOCKED, "held by app"));

        List<TenantMigrator.Attempt> attempts = attempts(1, impatient, held, flyingAfter("t1"));

        assertThat(attempts.get(0).result().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.LOCKED);
        assertThat(started).hasSizeGreaterThan(1);
    }

    @Test
    void theTimeOfATenantIsThatSinceItsFirstTry() {
        Function<Tenant, EngineResult> heldTwice = tenant -> Collections.frequency(started, "t1") <= 2
                ? EngineResult.failed(Failure.of(Failure.Kind.LOCKED, "held by app"))
                : applied();

        List<TenantMigrator.Attempt> attempts =
                attempts(1, options(1, RunOptions.OnError.FAIL_AT_END, 0, 0), heldTwice, flyingAfter("t1"));

        assertThat(started).hasSize(3);
        // The pauses are of 200 and 400 ms.
        assertThat(attempts.get(0).result().duration()).isGreaterThanOrEqualTo(Duration.ofMillis(600));
    }

    @Test
    void whatAnEngineThrowsFailsTheTenantAndNotTheRun() {
        Function<Tenant, EngineResult> throwing = tenant -> {
            if (tenant.schema().equals("t1")) {
                throw new IllegalStateException("a bug");
            }
            return applied();
        };

        List<TenantMigrator.Attempt> attempts = attempts(2, options(1, RunOptions.OnError.FAIL_AT_END, 0, 0), throwing);

        assertThat(attempts.get(0).result().failure().orElseThrow().message()).contains("a bug");
        assertThat(attempts.get(1).result().outcome()).isEqualTo(Outcome.MIGRATED);
    }

    @Test
    void anErrorOfTheJvmFailsTheTenantAndNotTheRun() {
        Function<Tenant, EngineResult> throwing = tenant -> {
            if (tenant.schema().equals("t1")) {
                throw new OutOfMemoryError("Java heap space");
            }
            return applied();
        };

        List<TenantMigrator.Attempt> attempts = attempts(3, options(1, RunOptions.OnError.FAIL_AT_END, 0, 0), throwing);

        assertThat(attempts.get(0).result().failure().orElseThrow().message())
                .contains("OutOfMemoryError: Java heap space", "MAVEN_OPTS=-Xmx");
        assertThat(attempts.subList(1, 3))
                .extracting(attempt -> attempt.result().outcome())
                .containsOnly(Outcome.MIGRATED);
    }

    @Test
    void aTenantOfWhichTheOutcomeCannotBeToldIsDoneAndNobodyWaitsForIt() {
        TenantStep step = new TenantStep() {
            @Override
            public EngineResult run(MigrationEngine engine, Tenant tenant) {
                return engine.migrate(tenant);
            }

            @Override
            public Outcome outcome(Tenant tenant, EngineResult result) {
                if (tenant.schema().equals("t1")) {
                    throw new OutOfMemoryError("Java heap space");
                }
                return Outcome.MIGRATED;
            }
        };

        List<TenantMigrator.Attempt> attempts = new TenantMigrator(
                        () -> new ScriptedEngine(tenant -> applied()),
                        options(2, RunOptions.OnError.FAIL_AT_END, 0, 0),
                        stop,
                        new Recording())
                .forEach(tenants(4), 0, step);

        assertThat(attempts)
                .extracting(attempt -> attempt.result().outcome())
                .containsExactly(Outcome.FAILED, Outcome.MIGRATED, Outcome.MIGRATED, Outcome.MIGRATED);
        assertThat(told).hasSize(4);
    }

    @Test
    void whenAWorkerDiesTheOthersEndTheirTenantsAndBeginNoFurtherOnes() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Thread> dying = new AtomicReference<>();
        AtomicInteger opened = new AtomicInteger();
        List<Boolean> interrupted = new ArrayList<>();
        Function<Tenant, EngineResult> work = tenant -> {
            begun.countDown();
            Eventually.until("the other worker is dead", () -> isIdle(dying.get()));
            interrupted.add(Thread.currentThread().isInterrupted());
            return applied();
        };
        MigrationEngine.Factory engines = () -> {
            if (opened.getAndIncrement() == 0) {
                return new ScriptedEngine(work);
            }
            await(begun);
            dying.set(Thread.currentThread());
            throw new IllegalStateException("no class loader");
        };
        TenantMigrator migrator = migrator(engines, options(2, RunOptions.OnError.FAIL_AT_END, 0, 0), System::nanoTime);

        assertThatThrownBy(() -> migrator.forEach(tenants(3), 0, migrating())).hasMessageContaining("no class loader");

        assertThat(told).containsExactly("finished t1");
        assertThat(started).containsExactly("t1");
        assertThat(interrupted).containsExactly(false);
    }

    /** Whether a worker's thread has nothing to do any more. */
    private static boolean isIdle(Thread worker) {
        return worker != null
                && (worker.getState() == Thread.State.WAITING || worker.getState() == Thread.State.TERMINATED);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Outcome> outcomes(int tenants, RunOptions options, Function<Tenant, EngineResult> work) {
        return outcomes(tenants, options, work, System::nanoTime);
    }

    private List<Outcome> outcomes(
            int tenants, RunOptions options, Function<Tenant, EngineResult> work, LongSupplier nanoTime) {
        return attempts(tenants, options, work, nanoTime).stream()
                .map(attempt -> attempt.result().outcome())
                .toList();
    }

    private List<TenantMigrator.Attempt> attempts(
            int tenants, RunOptions options, Function<Tenant, EngineResult> work) {
        return attempts(tenants, options, work, System::nanoTime);
    }

    private List<TenantMigrator.Attempt> attempts(
            int tenants, RunOptions options, Function<Tenant, EngineResult> work, LongSupplier nanoTime) {
        return migrator(() -> new ScriptedEngine(work), options, nanoTime).forEach(tenants(tenants), 0, migrating());
    }

    private TenantMigrator migrator(MigrationEngine.Factory engines, RunOptions options, LongSupplier nanoTime) {
        return new TenantMigrator(
                engines, options, stop, new Recording(), WorkPlaces.UNTROUBLED, GoneTenants.NONE, nanoTime);
    }

    private static TenantStep migrating() {
        return TenantStep.changing(Outcome.MIGRATED, MigrationEngine::migrate);
    }

    /** A clock that stands still until a tenant has begun, and then goes on with every look at it. */
    private LongSupplier flyingAfter(String schema) {
        AtomicLong now = new AtomicLong();
        return () ->
                started.contains(schema) ? now.addAndGet(Duration.ofMillis(100).toNanos()) : now.get();
    }

    private static List<Tenant> tenants(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Tenant("test", "t" + number, "t" + number, Map.of()))
                .toList();
    }

    private static Function<Tenant, EngineResult> failing(String... schemas) {
        return tenant -> List.of(schemas).contains(tenant.schema())
                ? EngineResult.failed(Failure.of(Failure.Kind.CHANGESET, "no"))
                : applied();
    }

    private static EngineResult applied() {
        ChangeSetId changeSet = new ChangeSetId("file", "id", "author");
        TenantResult.ChangeSets changeSets = TenantResult.ChangeSets.applied(List.of(changeSet), List.of(), List.of());
        return new EngineResult(List.of(changeSet), changeSets, Set.of(), Set.of(), Optional.empty());
    }

    private static RunOptions options(int threads, RunOptions.OnError onError, int maxFailures, int batchSize) {
        return new RunOptions(
                threads,
                onError,
                maxFailures,
                batchSize,
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    private final class ScriptedEngine implements MigrationEngine {

        private final Function<Tenant, EngineResult> work;

        ScriptedEngine(Function<Tenant, EngineResult> work) {
            this.work = work;
        }

        @Override
        public EngineResult migrate(Tenant tenant) {
            started.add(tenant.schema());
            return work.apply(tenant);
        }

        @Override
        public EngineResult migrateWhole(Tenant tenant, int atOnce) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DueContents contents(Tenant tenant, TenantHistory history, MigrationPlan plan) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineFacts facts() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hooksLeaveNothing() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Failure> runFiles(Tenant tenant, HookPlace place) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineResult migrateWithoutHooks(Tenant tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void say(Tenant tenant, List<Spoken> spoken) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void hold(Tenant tenant, HeldTo held) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void note(Tenant pilot) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PilotAnswers noted(Tenant pilot) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void goOn(Tenant tenant, Set<ChangeSetId> done, Optional<List<HistoryRow>> before) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineResult setUp(Tenant tenant, NewSchema newSchema) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean loadHooks() {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineResult run(Tenant place, List<SqlFile> files) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChangelogContents read(Tenant sample) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MigrationPlan plan(Tenant tenant, TenantHistory history) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OpenValues openValues(Tenant tenant, TenantHistory history, MigrationPlan plan) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Previews previews() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PlannedScript script(
                Tenant tenant,
                TenantHistory history,
                Optional<OpenValues> open,
                List<ChangeSetId> due,
                PilotNotes notes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SegmentResult migrateSegment(Tenant tenant, Segment.OfLiquibase segment, List<HistoryRow> before) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AdoptionResult adopt(Tenant tenant, Adoption adoption) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AdoptionResult tryAdoption(Tenant tenant, Adoption adoption) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MigrationPlan planAdoption(Tenant tenant, TenantHistory history, Adoption adoption) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PlannedScript scriptOfAdoption(
                Tenant tenant, TenantHistory history, MigrationPlan plan, Adoption adoption) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MigrationPlan planTag(Tenant tenant, TenantHistory history, String tag) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineResult tag(Tenant tenant, String tag) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MigrationPlan planRollback(Tenant tenant, TenantHistory history, Rollback rollback) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PlannedScript scriptOfRollback(Tenant tenant, TenantHistory history, MigrationPlan plan) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineResult rollBack(Tenant tenant, TenantHistory history, List<ChangeSetId> toUndo) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private final class Recording implements MigrationListener {

        @Override
        public void hear(RunEvent event) {
            if (event instanceof RunEvent.TenantFinished finished) {
                told.add("finished " + finished.result().schema());
            } else if (event instanceof RunEvent.TenantWaits waits) {
                told.add("waits " + waits.tenant().schema() + " " + waits.holder());
            } else if (event instanceof RunEvent.BatchPaused paused) {
                told.add("pause " + paused.pause());
            }
        }
    }
}
