package io.github.pgmt.migration;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What an engine says that it did with a tenant; {@link Verification} asks the database.
 *
 * @param due what was to run, in order, as worked out before anything ran
 * @param changeSets what happened to the changesets
 * @param created names, as PostgreSQL stores them, that the applied changesets create without naming another schema
 * @param concurrentIndexes names of the indexes that recorded {@code runInTransaction=false} changesets build
 * @param failure why it ended early, if it did
 */
public record EngineResult(
        List<ChangeSetId> due,
        TenantResult.ChangeSets changeSets,
        Set<String> created,
        Set<String> concurrentIndexes,
        Optional<Failure> failure) {

    public EngineResult {
        due = List.copyOf(due);
        Objects.requireNonNull(changeSets, "changeSets is null");
        created = Set.copyOf(created);
        concurrentIndexes = Set.copyOf(concurrentIndexes);
        Objects.requireNonNull(failure, "failure is null");
    }

    /** The same with another failure, if it has one. */
    EngineResult withFailure(UnaryOperator<Failure> change) {
        return new EngineResult(due, changeSets, created, concurrentIndexes, failure.map(change));
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
