package io.github.pgmt.migration;

import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.MessageText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Brings tenants through an engine, several at once. A failure stays in its tenant.
 */
final class TenantMigrator {

    /**
     * What came out for one tenant.
     *
     * @param engine what the engine says; of a tenant that was not started, nothing
     */
    record Attempt(Tenant tenant, TenantResult result, Optional<EngineResult> engine) {}

    private final MigrationEngine.Factory engines;
    private final RunOptions options;
    private final StopSignal stop;
    private final MigrationListener listener;

    TenantMigrator(MigrationEngine.Factory engines, RunOptions options, StopSignal stop, MigrationListener listener) {
        this.engines = engines;
        this.options = options;
        this.stop = stop;
        this.listener = listener;
    }

    /**
     * Does the step for every tenant that the policy lets start.
     *
     * @param failures how many of the run's tenants have failed already, for the policy
     * @return one attempt for each tenant, in the order given
     */
    List<Attempt> forEach(List<Tenant> tenants, int failures, TenantStep step) {
        WorkQueue queue = new WorkQueue(tenants, failures, options, stop, listener, step::admits);
        TenantAttempts attempts = new TenantAttempts(queue, step, listener);
        int workers = Math.min(options.threads(), tenants.size());
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, workers), TenantMigrator::workerThread);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                running.add(threads.submit(() -> work(queue, attempts, step, threads::isShutdown)));
            }
            Heartbeat heartbeat = new Heartbeat(queue, listener, System::nanoTime);
            for (Future<?> worker : running) {
                await(worker, heartbeat);
            }
        } finally {
            threads.shutdownNow();
        }
        return attempts.ofAll(tenants);
    }

    private static Thread workerThread(Runnable work) {
        Thread thread = new Thread(work, "pgmt-worker");
        thread.setDaemon(true);
        return thread;
    }

    private static void await(Future<?> worker, Heartbeat heartbeat) {
        try {
            while (!worker.isDone()) {
                try {
                    worker.get(Heartbeat.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    heartbeat.beatIfDue();
                }
            }
            worker.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The run was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A worker failed: " + e.getCause(), e.getCause());
        }
    }

    private Void work(WorkQueue queue, TenantAttempts attempts, TenantStep step, BooleanSupplier isOver)
            throws InterruptedException {
        try (MigrationEngine engine = engines.open()) {
            Optional<Tenant> next = queue.take();
            while (next.isPresent()) {
                long start = System.nanoTime();
                EngineResult result = attempt(next.get(), engine, step);
                attempts.tried(next.get(), result, Duration.ofNanos(System.nanoTime() - start));
                forgetInterrupt(isOver);
                next = queue.take();
            }
        }
        return null;
    }

    /** Only the end of the run interrupts a worker; what a tenant's hook did to its thread must not reach the next one. */
    private static void forgetInterrupt(BooleanSupplier isOver) {
        if (!isOver.getAsBoolean()) {
            Thread.interrupted();
        }
    }

    private static EngineResult attempt(Tenant tenant, MigrationEngine engine, TenantStep step) {
        try {
            return step.run(engine, tenant);
        } catch (InvalidChangelogException e) {
            return EngineResult.failed(Failure.of(Failure.Kind.CHANGESET, e.getMessage()));
        } catch (DatabaseUnavailableException e) {
            return EngineResult.failed(Failure.of(Failure.Kind.CONNECTION, e.getMessage())
                    .with(Optional.of(Obstacle.of(Obstacle.Kind.UNREACHABLE))));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return EngineResult.failed(Failure.of(
                    Failure.Kind.CHANGESET,
                    "Unexpected error: " + MessageText.ofRows(e.toString())
                            + ". Run Maven with -e -X and report it, please."));
        }
    }
}
