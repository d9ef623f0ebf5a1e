package io.github.pgmt.migration.work;

import io.github.pgmt.migration.changelog.Atomicity;
import java.time.Duration;
import java.util.Objects;

/**
 * How a run goes about its tenants.
 *
 * @param threads how many tenants are worked on at once, at least 1
 * @param maxFailures no new tenant starts once so many failed; 0 means no limit
 * @param maxCohortFailures no new tenant of a cohort starts once so many of it failed alike where none of it came through; 0
 *     means that all are tried
 * @param batchSize after so many tenants the run pauses; 0 means no batches
 * @param batchPause how long it pauses
 * @param retrying how long a tenant that could not be worked on is tried again
 * @param shutdownGrace how long running changesets may go on after an interrupt
 * @param replaying whether and how changesets are planned once for many tenants
 * @param atomicity what of a tenant is one transaction
 */
public record RunOptions(
        int threads,
        OnError onError,
        int maxFailures,
        int maxCohortFailures,
        int batchSize,
        Duration batchPause,
        Retrying retrying,
        Duration shutdownGrace,
        Replaying replaying,
        Atomicity atomicity) {

    /** What the goals have by default: a third failure of the same kind is hardly that of a tenant's data. */
    public static final int MAX_COHORT_FAILURES = 3;

    /** What a failed tenant means for the run; Maven's own words. */
    public enum OnError {
        /** The others go on; the build fails at the end. */
        FAIL_AT_END,
        /** No new tenant starts; the build fails. */
        FAIL_FAST,
        /** The others go on; the build does not fail. */
        FAIL_NEVER
    }

    public RunOptions {
        Objects.requireNonNull(onError, "onError is null");
        requireAtLeast(1, "threads", threads);
        requireAtLeast(0, "maxFailures", maxFailures);
        requireAtLeast(0, "maxCohortFailures", maxCohortFailures);
        requireAtLeast(0, "batchSize", batchSize);
        requireNotNegative("batchPause", batchPause);
        Objects.requireNonNull(retrying, "retrying is null");
        requireNotNegative("shutdownGrace", shutdownGrace);
        Objects.requireNonNull(replaying, "replaying is null");
        Objects.requireNonNull(atomicity, "atomicity is null");
    }

    /** Of a run that replays, and stops cohorts, as it is unless the user says otherwise. */
    public RunOptions(
            int threads,
            OnError onError,
            int maxFailures,
            int batchSize,
            Duration batchPause,
            Duration lockWait,
            Duration shutdownGrace) {
        this(
                threads,
                onError,
                maxFailures,
                MAX_COHORT_FAILURES,
                batchSize,
                batchPause,
                Retrying.forLocks(lockWait),
                shutdownGrace,
                Replaying.DEFAULT,
                Atomicity.CHANGESET);
    }

    /** The same with this replaying. */
    public RunOptions with(Replaying other) {
        return new RunOptions(
                threads,
                onError,
                maxFailures,
                maxCohortFailures,
                batchSize,
                batchPause,
                retrying,
                shutdownGrace,
                other,
                atomicity);
    }

    /** The same with this atomicity. */
    public RunOptions with(Atomicity other) {
        return new RunOptions(
                threads,
                onError,
                maxFailures,
                maxCohortFailures,
                batchSize,
                batchPause,
                retrying,
                shutdownGrace,
                replaying,
                other);
    }

    /** The same with this retrying. */
    public RunOptions with(Retrying other) {
        return new RunOptions(
                threads,
                onError,
                maxFailures,
                maxCohortFailures,
                batchSize,
                batchPause,
                other,
                shutdownGrace,
                replaying,
                atomicity);
    }

    /** The same with this limit of failures in a cohort. */
    public RunOptions withMaxCohortFailures(int other) {
        return new RunOptions(
                threads,
                onError,
                maxFailures,
                other,
                batchSize,
                batchPause,
                retrying,
                shutdownGrace,
                replaying,
                atomicity);
    }

    private static void requireAtLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value + ".");
        }
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative.");
        }
    }

    /** The same without what ends or slows a run: for looking at every tenant before any is changed. */
    public RunOptions forLooking() {
        return new RunOptions(
                threads,
                OnError.FAIL_AT_END,
                0,
                0,
                0,
                Duration.ZERO,
                retrying,
                shutdownGrace,
                Replaying.DEFAULT,
                Atomicity.CHANGESET);
    }

    /** Whether a run that has so many failed tenants starts no further one. */
    public boolean stopsAfter(int failures) {
        boolean failFast = onError == OnError.FAIL_FAST && failures > 0;
        return failFast || (maxFailures > 0 && failures >= maxFailures);
    }
}
