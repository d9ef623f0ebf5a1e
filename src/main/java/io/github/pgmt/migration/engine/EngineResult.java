package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What an engine says that it did with a tenant; {@code Verification} asks the database.
 *
 * @param due what was to run, in order, as worked out before anything ran
 * @param changeSets what happened to the changesets
 * @param created names, as PostgreSQL stores them, that the applied changesets create without naming another schema
 * @param concurrentIndexes names of the indexes that recorded {@code runInTransaction=false} changesets build
 * @param failure why it ended early, if it did
 * @param way how it was done
 * @param edits what the changesets did to history rows of the run
 */
public record EngineResult(
        List<ChangeSetId> due,
        TenantResult.ChangeSets changeSets,
        Set<String> created,
        Set<String> concurrentIndexes,
        Optional<Failure> failure,
        Way way,
        HistoryEdits edits) {

    public EngineResult {
        due = List.copyOf(due);
        Objects.requireNonNull(changeSets, "changeSets is null");
        created = Set.copyOf(created);
        concurrentIndexes = Set.copyOf(concurrentIndexes);
        Objects.requireNonNull(failure, "failure is null");
        Objects.requireNonNull(way, "way is null");
        Objects.requireNonNull(edits, "edits is null");
    }

    /** Of changesets that left the history's other rows as they were. */
    public EngineResult(
            List<ChangeSetId> due,
            TenantResult.ChangeSets changeSets,
            Set<String> created,
            Set<String> concurrentIndexes,
            Optional<Failure> failure,
            Way way) {
        this(due, changeSets, created, concurrentIndexes, failure, way, HistoryEdits.NONE);
    }

    /** Of an engine that need not say in which way it went about it. */
    public EngineResult(
            List<ChangeSetId> due,
            TenantResult.ChangeSets changeSets,
            Set<String> created,
            Set<String> concurrentIndexes,
            Optional<Failure> failure) {
        this(due, changeSets, created, concurrentIndexes, failure, Way.UNTOLD);
    }

    /** The same with another failure, if it has one. */
    public EngineResult withFailure(UnaryOperator<Failure> change) {
        return new EngineResult(due, changeSets, created, concurrentIndexes, failure.map(change), way, edits);
    }

    /** The same, but it has failed at its end. */
    public EngineResult failing(Failure atItsEnd) {
        return new EngineResult(due, changeSets, created, concurrentIndexes, Optional.of(atItsEnd), way, edits);
    }

    /** The same, come by otherwise. */
    public EngineResult by(Way other) {
        return new EngineResult(due, changeSets, created, concurrentIndexes, failure, other, edits);
    }

    /** The same, whose changesets took so long. */
    public EngineResult took(Map<ChangeSetId, Duration> times) {
        return new EngineResult(due, changeSets.took(times), created, concurrentIndexes, failure, way, edits);
    }

    /** This and what was done in the tenant before. */
    public EngineResult after(EngineResult earlier) {
        Set<ChangeSetId> allDue = new LinkedHashSet<>(earlier.due);
        allDue.addAll(due);
        Set<String> allCreated = new HashSet<>(earlier.created);
        allCreated.addAll(created);
        Set<String> allIndexes = new HashSet<>(earlier.concurrentIndexes);
        allIndexes.addAll(concurrentIndexes);
        return new EngineResult(
                List.copyOf(allDue),
                changeSets.after(earlier.changeSets),
                allCreated,
                allIndexes,
                failure,
                way.after(earlier.way),
                edits.after(earlier.edits));
    }

    /** Of a tenant in which this is due and nothing was done yet. */
    public static EngineResult due(List<ChangeSetId> due) {
        return new EngineResult(due, TenantResult.ChangeSets.NONE, Set.of(), Set.of(), Optional.empty());
    }

    /** There was nothing to apply. */
    public static EngineResult nothing() {
        return new EngineResult(List.of(), TenantResult.ChangeSets.NONE, Set.of(), Set.of(), Optional.empty());
    }

    /** A tenant on which nothing was done, because of this. */
    public static EngineResult failed(Failure failure) {
        return new EngineResult(List.of(), TenantResult.ChangeSets.NONE, Set.of(), Set.of(), Optional.of(failure));
    }
}
