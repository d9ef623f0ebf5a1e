package io.github.pgmt.migration.event;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.outcome.Cohort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tells several listeners, one call at a time, and goes on when one of them throws. */
final class SerialListener implements MigrationListener {

    private final List<MigrationListener> listeners;

    SerialListener(List<MigrationListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void runStarted(RunId runId, int tenants) {
        tell(listener -> listener.runStarted(runId, tenants));
    }

    @Override
    public void cohortsFormed(int tenants, int current, List<Cohort> cohorts) {
        tell(listener -> listener.cohortsFormed(tenants, current, cohorts));
    }

    @Override
    public void pilotFinished(String schema, int others, List<NotReplayed> notReplayed) {
        tell(listener -> listener.pilotFinished(schema, others, notReplayed));
    }

    @Override
    public void sharedFinished(TenantResult result) {
        tell(listener -> listener.sharedFinished(result));
    }

    @Override
    public void tenantFinished(TenantResult result) {
        tell(listener -> listener.tenantFinished(result));
    }

    @Override
    public void tenantNotConfirmed(TenantResult result) {
        tell(listener -> listener.tenantNotConfirmed(result));
    }

    @Override
    public void tenantWaits(String schema, String holder, Duration atMost) {
        tell(listener -> listener.tenantWaits(schema, holder, atMost));
    }

    @Override
    public void tenantIsTriedAgain(String schema, Failure failure, Duration pause) {
        tell(listener -> listener.tenantIsTriedAgain(schema, failure, pause));
    }

    @Override
    public void stillRunning(Map<String, Duration> running) {
        tell(listener -> listener.stillRunning(running));
    }

    @Override
    public void batchPaused(Duration pause) {
        tell(listener -> listener.batchPaused(pause));
    }

    @Override
    public void dropStarted(String schema, SchemaSize size, boolean withRow) {
        tell(listener -> listener.dropStarted(schema, size, withRow));
    }

    @Override
    public void dropGoesOn(String schema, int gone, int left) {
        tell(listener -> listener.dropGoesOn(schema, gone, left));
    }

    @Override
    public void lockFound(String schema, LockHolder holder) {
        tell(listener -> listener.lockFound(schema, holder));
    }

    @Override
    public void warned(String message) {
        tell(listener -> listener.warned(message));
    }

    @Override
    public void debugged(String message) {
        tell(listener -> listener.debugged(message));
    }

    @Override
    public void runFinished(OperationReport report) {
        tell(listener -> listener.runFinished(report));
    }

    @Override
    public void statusFinished(StatusReport report) {
        tell(listener -> listener.statusFinished(report));
    }

    @Override
    public void listFinished(ListReport report) {
        tell(listener -> listener.listFinished(report));
    }

    @Override
    public void doctorFinished(DoctorReport report) {
        tell(listener -> listener.doctorFinished(report));
    }

    private synchronized void tell(Consumer<MigrationListener> call) {
        for (MigrationListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | Error e) {
                // A broken console must not fail a tenant; nobody else is left to be told.
            }
        }
    }
}
