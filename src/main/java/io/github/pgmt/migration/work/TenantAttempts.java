package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Waiting;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.UnexpectedError;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came out for the tenants of a run: the last try of each counts. For several threads. */
final class TenantAttempts {

    private final WorkQueue queue;
    private final TenantStep step;
    private final MigrationListener listener;
    private final WorkPlaces places;
    private final GoneTenants gone;
    private final Map<Tenant, Attempt> finished = new HashMap<>();

    /** Of tenants that are to be tried again; a run that is stopped does not come to it. */
    private final Map<Tenant, Attempt> parked = new HashMap<>();

    /**
     * @param places tell whether what a tenant failed with is a trouble of its server's
     * @param gone tells those that went meanwhile
     */
    TenantAttempts(WorkQueue queue, TenantStep step, MigrationListener listener, WorkPlaces places, GoneTenants gone) {
        this.gone = gone;
        this.queue = queue;
        this.step = step;
        this.listener = listener;
        this.places = places;
    }

    /** A tenant was tried: it is done, or goes back to the queue. */
    void tried(Tenant tenant, EngineResult result) {
        Duration duration = queue.timeOf(tenant);
        step.ended(tenant, result);
        Optional<String> trouble = result.failure()
                .filter(Failure::isPerhapsTheServers)
                .flatMap(failure -> places.trouble(tenant, failure));
        queue.tried(tenant, trouble.isPresent());
        Optional<Failure> passing = result.failure().filter(this::mayPass);
        if (passing.isPresent()) {
            synchronized (this) {
                parked.put(tenant, attempt(tenant, result, duration));
            }
            if (queue.park(tenant, passing.get())) {
                return;
            }
        }
        trouble.ifPresent(found -> queue.stopFor(tenant, found));
        Attempt attempt = attempt(tenant, result, duration);
        finish(attempt);
        queue.finished(tenant, attempt.result().outcome() == Outcome.FAILED);
    }

    /** What became of a tenant could not be told, for want of memory for example; it is done all the same. */
    void lost(Tenant tenant, Throwable cause) {
        try {
            Failure failure = Failure.of(Failure.Kind.CHANGESET, UnexpectedError.describe(cause));
            TenantResult result =
                    TenantResult.failed(tenant.id(), queue.timeOf(tenant), TenantResult.ChangeSets.NONE, failure);
            finish(new Attempt(tenant, result, Optional.empty()));
        } finally {
            queue.finished(tenant, true);
        }
    }

    private boolean mayPass(Failure failure) {
        return failure.mayPass() && (failure.kind() == Failure.Kind.LOCKED || step.isRepeatable());
    }

    private synchronized void finish(Attempt attempt) {
        parked.remove(attempt.tenant());
        finished.put(attempt.tenant(), attempt);
        listener.hear(new RunEvent.TenantFinished(attempt.result()));
    }

    private Attempt attempt(Tenant tenant, EngineResult result, Duration duration) {
        Waiting waiting = queue.waiting(tenant);
        return new Attempt(tenant, result(tenant, duration, result, waiting), Optional.of(result));
    }

    private TenantResult result(Tenant tenant, Duration duration, EngineResult result, Waiting waiting) {
        TenantResult.ChangeSets changeSets = result.changeSets();
        Way way = result.way().after(waiting);
        if (result.failure().isEmpty()) {
            return TenantResult.succeeded(tenant.id(), step.outcome(tenant, result), duration, changeSets)
                    .by(way);
        }
        Failure failure = result.failure().get();
        String more = waiting.afterFailure(queue.sinceFirstTry(tenant));
        TenantResult failed = TenantResult.failed(
                        tenant.id(), duration, changeSets, more.isEmpty() ? failure : failure.and(more))
                .by(way);
        return gone.isNoLoss(tenant.id(), failure) ? gone.of(failed) : failed;
    }

    /**
     * One attempt for each of these, in their order. A tenant that was not begun, or in which nothing was done because somebody
     * else held it, was skipped.
     */
    synchronized List<Attempt> ofAll(List<Tenant> tenants) {
        List.copyOf(parked.values()).stream().filter(TenantAttempts::isBegun).forEach(this::finish);
        return tenants.stream()
                .map(tenant -> finished.getOrDefault(
                        tenant,
                        new Attempt(
                                tenant,
                                TenantResult.skipped(tenant.id(), queue.whyNotStarted(tenant)),
                                Optional.empty())))
                .toList();
    }

    private static boolean isBegun(Attempt attempt) {
        boolean held = attempt.result().failure().orElseThrow().kind() == Failure.Kind.LOCKED;
        return !held || !attempt.result().changeSets().isEmpty();
    }
}
