package io.github.pgmt.migration.event;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.outcome.Cohort;
import io.github.pgmt.migration.outcome.SplitCohorts;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.util.List;

/** Something that happened in a run, as a {@link MigrationListener} hears it while the run goes on. */
public sealed interface RunEvent {

    /** The tenants are known; none has been touched. */
    record Started(RunId runId, int tenants) implements RunEvent {}

    /**
     * It is known what is to be done in the tenants; none has been touched.
     *
     * @param current how many have nothing to do, and are not opened
     * @param cohorts the others, the largest cohort first; without tenants of which it is not known
     * @param split what makes cohorts smaller than they could be
     */
    record CohortsFormed(int tenants, int current, List<Cohort> cohorts, List<SplitCohorts> split) implements RunEvent {

        public CohortsFormed {
            cohorts = List.copyOf(cohorts);
            split = List.copyOf(split);
        }

        /** Of cohorts that nothing splits. */
        public CohortsFormed(int tenants, int current, List<Cohort> cohorts) {
            this(tenants, current, cohorts, List.of());
        }
    }

    /** The run comes to this. */
    record PhaseBegun(RunPhase phase) implements RunEvent {}

    /**
     * It is known which tenants need the same.
     *
     * @param cohorts the largest first
     */
    record CohortsPlanned(List<RunCohort> cohorts) implements RunEvent {

        public CohortsPlanned {
            cohorts = List.copyOf(cohorts);
        }
    }

    /** A try of a tenant begins. @param worker who does it, from 1 on; told by its thread */
    record TenantBegun(TenantId tenant, int worker) implements RunEvent {}

    /** A try of a tenant ended, and there will be another one later. */
    record TenantPutBack(TenantId tenant, TenantCourse.Reason reason) implements RunEvent {}

    /**
     * The first tenant of a cohort is done, or it turned out that nobody has to wait for it.
     *
     * @param others how many tenants of the cohort are left
     * @param notReplayed the changesets that Liquibase runs in these
     * @param replayed how many changesets these get as planned statements; 0 when Liquibase runs all, because of
     *     {@code notReplayed}
     */
    record PilotFinished(TenantId tenant, int others, List<NotReplayed> notReplayed, int replayed) implements RunEvent {

        public PilotFinished {
            notReplayed = List.copyOf(notReplayed);
        }
    }

    /**
     * Nothing is replayed on this server; Liquibase runs every changeset in each tenant.
     *
     * @param why as the end of a sentence that begins with the changeset
     */
    record ReplayIsOff(String why) implements RunEvent {}

    /** The shared changelog is finished, before the first tenant is touched. */
    record SharedFinished(TenantResult result) implements RunEvent {}

    /** A tenant is finished; every selected tenant that was started comes here once. Told by the thread that worked on it. */
    record TenantFinished(TenantResult result) implements RunEvent {}

    /** A tenant that was finished well turns out not to be: the database does not confirm it. */
    record TenantNotConfirmed(TenantResult result) implements RunEvent {}

    /** A tenant is held by somebody else and is tried again later, others going on meanwhile. */
    record TenantWaits(TenantId tenant, String holder, Duration atMost) implements RunEvent {}

    /**
     * A tenant ended early by something that may be gone later, and is tried again after a pause, others going on meanwhile.
     *
     * @param failure what it would have failed with
     */
    record TenantIsTriedAgain(TenantId tenant, Failure failure, Duration pause) implements RunEvent {}

    /**
     * No tenant was finished for a while.
     *
     * @param running the tenants that are worked on, the longest first
     */
    record StillRunning(List<AtWork> running) implements RunEvent {

        public StillRunning {
            running = List.copyOf(running);
        }
    }

    /**
     * A tenant that is worked on.
     *
     * @param time for how long
     * @param blockers for whom it waits just now
     */
    record AtWork(TenantId tenant, Duration time, List<Blocker> blockers) {

        public AtWork {
            blockers = List.copyOf(blockers);
        }

        /** One that waits for nobody, as far as is known. */
        public AtWork(TenantId tenant, Duration time) {
            this(tenant, time, List.of());
        }
    }

    /** A batch is done and the run pauses. */
    record BatchPaused(Duration pause) implements RunEvent {}

    /** A tenant is about to be dropped, or in a dry run would be; a tenant without a schema has nothing in it. */
    record DropStarted(TenantId tenant, SchemaSize size, boolean withRow) implements RunEvent {}

    /** Some of a tenant's objects are gone for good, others are left. */
    record DropGoesOn(TenantId tenant, int gone, int left) implements RunEvent {}

    /** A tenant's lock row is set; whether it is released comes later. */
    record LockFound(TenantId tenant, LockHolder holder) implements RunEvent {}

    /** Something that is no failure but that a person should know. */
    record Warned(String message) implements RunEvent {}

    /** Details for whoever debugs, Liquibase's own output among them. */
    record Debugged(String message) implements RunEvent {}

    /** The run ended, however it did; no further event follows. */
    record Finished(RunReport report) implements RunEvent {}
}
