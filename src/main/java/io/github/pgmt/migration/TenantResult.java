package io.github.pgmt.migration;

import io.github.pgmt.tenant.OfTenant;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happened to one tenant.
 *
 * @param id whose result it is
 * @param duration from its first try to the end of its last one; empty where it was not opened
 * @param changeSets what happened to the changesets
 * @param failure present exactly when the outcome is {@link Outcome#FAILED}
 * @param way how it came about, and how far it was made sure of
 * @param lock of a run that releases locks, who had set the tenant's
 * @param reason why it was not started, as sentences, or why there was nothing to do, as the end of one; empty unless the
 *     outcome is {@link Outcome#SKIPPED} or {@link Outcome#UP_TO_DATE}, and where the user's own limits or an interrupt are
 *     why
 * @param gone whether it was skipped since its schema was dropped or renamed while the run went on, so that there is nothing to
 *     be done later either
 */
public record TenantResult(
        TenantId id,
        Outcome outcome,
        Duration duration,
        ChangeSets changeSets,
        Optional<Failure> failure,
        Way way,
        Optional<LockHolder> lock,
        Optional<String> reason,
        boolean gone)
        implements OfTenant {

    private static final Optional<String> NOT_IN_PLAN = Optional.of("It is not in the plan (-Dpgmt.newTenants=skip).");

    /**
     * The changesets of a tenant in a run.
     *
     * @param applied recorded in the history by this run, in order
     * @param notRun due, and by Liquibase's own rules passed over or failed without being recorded
     *     ({@code onFail=CONTINUE}, {@code onError=CONTINUE}, {@code failOnError=false})
     * @param always {@code runAlways} changesets that were in the history already and ran, or would run, again
     * @param pending dry run: what would be applied or, in a rollback, taken back, in order
     * @param undone taken back by this run, in the order in which that was done
     * @param sql dry run of a rollback: the statements that would be sent, each changeset's after a comment that names it.
     *     Values of changelog parameters are not in it, but the parameters' names
     * @param times how long each of those that ran took, as far as it was measured
     */
    public record ChangeSets(
            List<ChangeSetId> applied,
            List<ChangeSetId> notRun,
            List<ChangeSetId> always,
            List<ChangeSetId> pending,
            List<ChangeSetId> undone,
            List<String> sql,
            Map<ChangeSetId, Duration> times) {

        /** Nothing happened. */
        public static final ChangeSets NONE = applied(List.of(), List.of(), List.of());

        public ChangeSets {
            applied = List.copyOf(applied);
            notRun = List.copyOf(notRun);
            always = List.copyOf(always);
            pending = List.copyOf(pending);
            undone = List.copyOf(undone);
            sql = List.copyOf(sql);
            times = Map.copyOf(times);
        }

        /** Those of which no time was measured. */
        public ChangeSets(
                List<ChangeSetId> applied,
                List<ChangeSetId> notRun,
                List<ChangeSetId> always,
                List<ChangeSetId> pending,
                List<ChangeSetId> undone,
                List<String> sql) {
            this(applied, notRun, always, pending, undone, sql, Map.of());
        }

        /** The same, which took so long; the times of others, which were taken back by now, are left out. */
        public ChangeSets took(Map<ChangeSetId, Duration> measured) {
            Map<ChangeSetId, Duration> theirs = new HashMap<>(measured);
            theirs.keySet()
                    .retainAll(Stream.of(applied, notRun, always, undone)
                            .flatMap(List::stream)
                            .collect(Collectors.toSet()));
            return new ChangeSets(applied, notRun, always, pending, undone, sql, theirs);
        }

        /** Whether nothing was, or would be, recorded or taken back. */
        public boolean isEmpty() {
            return applied.isEmpty() && pending.isEmpty() && undone.isEmpty();
        }

        /** These and, before them, what another part of the same run has done. */
        public ChangeSets after(ChangeSets earlier) {
            Map<ChangeSetId, Duration> all = new HashMap<>(earlier.times);
            all.putAll(times);
            return new ChangeSets(
                    concat(earlier.applied, applied),
                    concat(earlier.notRun, notRun),
                    concat(earlier.always, always),
                    List.of(),
                    concat(earlier.undone, undone),
                    List.of(),
                    all);
        }

        /** Those of a run that went forward. */
        public static ChangeSets applied(
                List<ChangeSetId> applied, List<ChangeSetId> notRun, List<ChangeSetId> always) {
            return new ChangeSets(applied, notRun, always, List.of(), List.of(), List.of());
        }

        private static List<ChangeSetId> concat(List<ChangeSetId> first, List<ChangeSetId> second) {
            return Stream.concat(first.stream(), second.stream()).toList();
        }

        /** Those that a run would come to. */
        public static ChangeSets planned(List<ChangeSetId> pending, List<ChangeSetId> always) {
            return new ChangeSets(List.of(), List.of(), always, pending, List.of(), List.of());
        }

        /** Those that a rollback has taken back, in the order in which that was done. */
        public static ChangeSets undone(List<ChangeSetId> undone) {
            return new ChangeSets(List.of(), List.of(), List.of(), List.of(), undone, List.of());
        }

        /** Those that a rollback would take back, in order, and by what statements. */
        public static ChangeSets toUndo(List<ChangeSetId> pending, List<String> sql) {
            return new ChangeSets(List.of(), List.of(), List.of(), pending, List.of(), sql);
        }
    }

    public TenantResult {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(duration, "duration is null");
        Objects.requireNonNull(changeSets, "changeSets is null");
        Objects.requireNonNull(way, "way is null");
        Objects.requireNonNull(lock, "lock is null");
        if (failure.isPresent() != (outcome == Outcome.FAILED)) {
            throw new IllegalArgumentException("A result has a failure exactly when its outcome is FAILED: " + id);
        }
        if (reason.isPresent() && outcome != Outcome.SKIPPED && outcome != Outcome.UP_TO_DATE) {
            throw new IllegalArgumentException("Only a tenant in which nothing was done has a reason for that: " + id);
        }
        if (gone && reason.isEmpty()) {
            throw new IllegalArgumentException("That a tenant is gone is why it was skipped: " + id);
        }
    }

    /** Of a tenant that is there, as far as is known. */
    public TenantResult(
            TenantId id,
            Outcome outcome,
            Duration duration,
            ChangeSets changeSets,
            Optional<Failure> failure,
            Way way,
            Optional<LockHolder> lock,
            Optional<String> reason) {
        this(id, outcome, duration, changeSets, failure, way, lock, reason, false);
    }

    /** Of a tenant that was started, or for whose omission there is nothing to say. */
    public TenantResult(
            TenantId id,
            Outcome outcome,
            Duration duration,
            ChangeSets changeSets,
            Optional<Failure> failure,
            Way way,
            Optional<LockHolder> lock) {
        this(id, outcome, duration, changeSets, failure, way, lock, Optional.empty());
    }

    /** A tenant that failed before any changeset was tried. */
    public static TenantResult failed(TenantId id, Failure failure) {
        return failed(id, Duration.ZERO, ChangeSets.NONE, failure);
    }

    /** A tenant that failed; what was applied before stays applied. */
    public static TenantResult failed(TenantId id, Duration duration, ChangeSets changeSets, Failure failure) {
        return of(id, Outcome.FAILED, duration, changeSets, Optional.of(failure));
    }

    /** A tenant that is left out, since the plan that is carried out does not have it. */
    public static TenantResult notInPlan(TenantId id) {
        return skipped(id, NOT_IN_PLAN);
    }

    /** Whether it was left out of a plan that is carried out; then there is nothing to be done later either. */
    public boolean isNotInPlan() {
        return outcome == Outcome.SKIPPED && reason.equals(NOT_IN_PLAN);
    }

    /** A tenant that was never started. */
    public static TenantResult skipped(TenantId id) {
        return of(id, Outcome.SKIPPED, Duration.ZERO, ChangeSets.NONE, Optional.empty());
    }

    /** A tenant that was never started, because of this. */
    public static TenantResult skipped(TenantId id, Optional<String> reason) {
        return new TenantResult(
                id,
                Outcome.SKIPPED,
                Duration.ZERO,
                ChangeSets.NONE,
                Optional.empty(),
                Way.UNTOLD,
                Optional.empty(),
                reason);
    }

    /** A tenant whose schema is not there any more. */
    public static TenantResult gone(TenantId id, Duration duration, String reason) {
        return new TenantResult(
                id,
                Outcome.SKIPPED,
                duration,
                ChangeSets.NONE,
                Optional.empty(),
                Way.UNTOLD,
                Optional.empty(),
                Optional.of(reason),
                true);
    }

    /** A tenant that was not opened, since there is nothing to apply. */
    public static TenantResult upToDate(TenantId id) {
        return succeeded(id, Outcome.UP_TO_DATE, Duration.ZERO, ChangeSets.NONE);
    }

    /** A tenant in which there is nothing to do, because of this. */
    public static TenantResult upToDate(TenantId id, Optional<String> reason) {
        return new TenantResult(
                id,
                Outcome.UP_TO_DATE,
                Duration.ZERO,
                ChangeSets.NONE,
                Optional.empty(),
                Way.UNTOLD,
                Optional.empty(),
                reason);
    }

    /** A tenant that did not fail. */
    public static TenantResult succeeded(TenantId id, Outcome outcome, Duration duration, ChangeSets changeSets) {
        return of(id, outcome, duration, changeSets, Optional.empty());
    }

    private static TenantResult of(
            TenantId id, Outcome outcome, Duration duration, ChangeSets changeSets, Optional<Failure> failure) {
        return new TenantResult(id, outcome, duration, changeSets, failure, Way.UNTOLD, Optional.empty());
    }

    /** The same, come by in this way. */
    public TenantResult by(Way other) {
        return new TenantResult(id, outcome, duration, changeSets, failure, other, lock, reason, gone);
    }

    /** The same of a tenant that failed with this. */
    public TenantResult failing(Failure other) {
        return new TenantResult(
                id, Outcome.FAILED, duration, changeSets, Optional.of(other), way, lock, Optional.empty());
    }

    /** The same of a tenant whose lock was set so. */
    public TenantResult withLock(Optional<LockHolder> holder) {
        return new TenantResult(id, outcome, duration, changeSets, failure, way, holder, reason, gone);
    }
}
