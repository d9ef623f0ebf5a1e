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

/**
 * Hears what happens while a run goes on. Calls come one at a time; what a listener throws is ignored, since a console
 * must not fail a tenant.
 */
public interface MigrationListener {

    /** The tenants are known; none has been touched. */
    default void runStarted(RunId runId, int tenants) {}

    /**
     * It is known what is to be done in the tenants; none has been touched.
     *
     * @param current how many have nothing to do, and are not opened
     * @param cohorts the others, the largest cohort first; without tenants of which it is not known
     */
    default void cohortsFormed(int tenants, int current, List<Cohort> cohorts) {}

    /**
     * The first tenant of a cohort is done, or it turned out that nobody has to wait for it.
     *
     * @param others how many tenants of the cohort are left
     * @param notReplayed the changesets because of which these go through Liquibase; empty when they are replayed
     */
    default void pilotFinished(String schema, int others, List<NotReplayed> notReplayed) {}

    /** The shared changelog is finished, before the first tenant is touched. */
    default void sharedFinished(TenantResult result) {}

    /** A tenant is finished; every selected tenant that was started comes here once. */
    default void tenantFinished(TenantResult result) {}

    /** A tenant that was finished well turns out not to be: the database does not confirm it. */
    default void tenantNotConfirmed(TenantResult result) {}

    /** A tenant is held by somebody else and is tried again later, others going on meanwhile. */
    default void tenantWaits(String schema, String holder, Duration atMost) {}

    /**
     * A tenant ended early by something that may be gone later, and is tried again after a pause, others going on meanwhile.
     *
     * @param failure what it would have failed with
     */
    default void tenantIsTriedAgain(String schema, Failure failure, Duration pause) {}

    /**
     * No tenant was finished for a while.
     *
     * @param running for how long each tenant has been worked on, by schema, the longest first
     */
    default void stillRunning(Map<String, Duration> running) {}

    /** A batch is done and the run pauses. */
    default void batchPaused(Duration pause) {}

    /** A tenant is about to be dropped, or in a dry run would be; a tenant without a schema has nothing in it. */
    default void dropStarted(String schema, SchemaSize size, boolean withRow) {}

    /** Some of a tenant's objects are gone for good, others are left. */
    default void dropGoesOn(String schema, int gone, int left) {}

    /** A tenant's lock row is set; whether it is released comes later. */
    default void lockFound(String schema, LockHolder holder) {}

    /** Something that is no failure but that a person should know. */
    default void warned(String message) {}

    /** Details for whoever debugs, Liquibase's own output among them. */
    default void debugged(String message) {}

    /** A run that migrates ended; no further call follows. */
    default void runFinished(OperationReport report) {}

    /** A look at the tenants ended; no further call follows. */
    default void statusFinished(StatusReport report) {}

    /** A list of the tenants was made; no further call follows. */
    default void listFinished(ListReport report) {}

    /** An examination of the fleet ended; no further call follows. */
    default void doctorFinished(DoctorReport report) {}

    /** One listener that tells all of these, in order. */
    static MigrationListener all(List<MigrationListener> listeners) {
        return new SerialListener(listeners);
    }
}
