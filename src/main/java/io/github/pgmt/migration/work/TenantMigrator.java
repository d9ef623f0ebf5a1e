package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.UnexpectedError;
import io.github.pgmt.tenant.Tenant;
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
import java.util.function.LongSupplier;

/**
 * Brings tenants through an engine, several at once. A failure stays in its tenant.
 */
public final class TenantMigrator {

    /**
     * What came out for one tenant.
     *
     * @param engine what the engine says; of a tenant that was not started, nothing
     */
    public record Attempt(Tenant tenant, TenantResult result, Optional<EngineResult> engine) {

        /** The same with another result. */
        public Attempt with(TenantResult other) {
            return new Attempt(tenant, other, engine);
        }
    }

    private final MigrationEngine.Factory engines;
    private final RunOptions options;
    private final StopSignal stop;
    private final MigrationListener listener;
    private final WorkPlaces places;
    private final GoneTenants gone;
    private final LongSupplier nanoTime;

    /** One of work that needs no server. */
    public TenantMigrator(
            MigrationEngine.Factory engines, RunOptions options, StopSignal stop, MigrationListener listener) {
        this(engines, options, stop, listener, WorkPlaces.UNTROUBLED, GoneTenants.NONE);
    }

    /**
     * @param places in which the tenants are
     * @param gone tells the tenants that went while the run went on; {@link GoneTenants#NONE} where that is no excuse
     */
    public TenantMigrator(
            MigrationEngine.Factory engines,
            RunOptions options,
            StopSignal stop,
            MigrationListener listener,
            WorkPlaces places,
            GoneTenants gone) {
        this(engines, options, stop, listener, places, gone, System::nanoTime);
    }

    /** @param nanoTime {@link System#nanoTime} */
    TenantMigrator(
            MigrationEngine.Factory engines,
            RunOptions options,
            StopSignal stop,
            MigrationListener listener,
            WorkPlaces places,
            GoneTenants gone,
            LongSupplier nanoTime) {
        this.places = places;
        this.gone = gone;
        this.nanoTime = nanoTime;
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
    public List<Attempt> forEach(List<Tenant> tenants, int failures, TenantStep step) {
        WorkQueue queue = new WorkQueue(tenants, failures, options, stop, listener, step, places, nanoTime);
        TenantAttempts attempts = new TenantAttempts(queue, step, listener, places, gone);
        int workers = Math.min(options.threads(), tenants.size());
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, workers), TenantMigrator::workerThread);
        try {
            List<Future<?>> running =
                    start(threads, workers, worker -> work(queue, attempts, step, worker, threads::isShutdown));
            awaitAll(running, new Heartbeat(queue, places, listener, nanoTime));
        } finally {
            threads.shutdownNow();
        }
        return attempts.ofAll(tenants);
    }

    /** What a worker does, which has this number. */
    private interface Work {

        Void by(int worker) throws InterruptedException;
    }

    /** As many workers as the machine has threads for, and at least one. */
    private static List<Future<?>> start(ExecutorService threads, int workers, Work work) {
        List<Future<?>> running = new ArrayList<>();
        for (int worker = 1; worker <= workers; worker++) {
            int number = worker;
            try {
                running.add(threads.submit(() -> work.by(number)));
            } catch (OutOfMemoryError e) {
                if (running.isEmpty()) {
                    throw e;
                }
                return running;
            }
        }
        return running;
    }

    private static Thread workerThread(Runnable work) {
        Thread thread = new Thread(work, "pgmt-worker");
        thread.setDaemon(true);
        return thread;
    }

    /** Also when one has died, since the others are still at their tenants. */
    private static void awaitAll(List<Future<?>> workers, Heartbeat heartbeat) {
        List<Throwable> deaths = new ArrayList<>();
        for (Future<?> worker : workers) {
            await(worker, heartbeat).ifPresent(deaths::add);
        }
        if (!deaths.isEmpty()) {
            throw new IllegalStateException("A worker failed: " + deaths.get(0), deaths.get(0));
        }
    }

    /** @return what the worker died of, if it did */
    private static Optional<Throwable> await(Future<?> worker, Heartbeat heartbeat) {
        try {
            while (!worker.isDone()) {
                try {
                    worker.get(Heartbeat.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    heartbeat.beatIfDue();
                }
            }
            worker.get();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The run was interrupted.", e);
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        }
    }

    /** One that dies takes the run with it, so that no other worker begins with a tenant any more. */
    private Void work(WorkQueue queue, TenantAttempts attempts, TenantStep step, int worker, BooleanSupplier isOver)
            throws InterruptedException {
        boolean ended = false;
        try (MigrationEngine engine = engines.open()) {
            Optional<Tenant> next = queue.take();
            while (next.isPresent()) {
                listener.hear(new RunEvent.TenantBegun(next.get().id(), worker));
                workOn(next.get(), engine, attempts, step);
                forgetInterrupt(isOver);
                next = queue.take();
            }
            ended = true;
        } finally {
            if (!ended) {
                queue.abandon();
            }
        }
        return null;
    }

    /** Whatever happens, the tenant comes to an end: the other workers wait for it. */
    private void workOn(Tenant tenant, MigrationEngine engine, TenantAttempts attempts, TenantStep step) {
        try {
            attempts.tried(tenant, step.unlessGone(gone, tenant, attempt(tenant, engine, step)));
        } catch (RuntimeException | Error e) {
            attempts.lost(tenant, e);
        }
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
            return EngineResult.failed(e.failure());
        } catch (DatabaseUnavailableException e) {
            return EngineResult.failed(Failure.of(Failure.Kind.CONNECTION, e.getMessage())
                    .with(Optional.of(Obstacle.of(Obstacle.Kind.UNREACHABLE))));
        } catch (RuntimeException | Error e) {
            return EngineResult.failed(Failure.of(Failure.Kind.CHANGESET, UnexpectedError.describe(e)));
        }
    }
}
