package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.PlannedExtension;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a migration of a tenant, or whatever else is done to it by cohort, would do, worked out from the tenant's history alone.
 *
 * @param result what the engine would say; a changelog that contradicts the history is a failure
 * @param conditional those of the pending changesets that a migration may pass over, since they have preconditions that
 *     read the database
 * @param passedOver changesets that a migration comes to and leaves without a row in the history, whatever the database holds
 * @param unknown recorded changesets that the tenant's changelog does not have
 * @param current a migration would write nothing at all, not even a checksum of a newer kind
 * @param extensions extensions that pending changesets create, in order
 * @param controlling changesets that it comes to and that have a statement in their transaction which begins or ends one, and
 *     the statement's first word
 * @param parametersRead the names of the changelog parameters whose values the plan depends on, set or not
 */
public record MigrationPlan(
        EngineResult result,
        Set<ChangeSetId> conditional,
        List<ChangeSetId> passedOver,
        List<ChangeSetId> unknown,
        boolean current,
        List<PlannedExtension> extensions,
        Map<ChangeSetId, String> controlling,
        Set<String> parametersRead) {

    public MigrationPlan {
        Objects.requireNonNull(result, "result is null");
        conditional = Set.copyOf(conditional);
        passedOver = List.copyOf(passedOver);
        unknown = List.copyOf(unknown);
        extensions = List.copyOf(extensions);
        controlling = Map.copyOf(controlling);
        parametersRead = Set.copyOf(parametersRead);
    }

    /** Of a rollback that takes these changesets back, or none. */
    public static MigrationPlan ofRollback(EngineResult result, Set<String> parametersRead) {
        return new MigrationPlan(
                result, Set.of(), List.of(), List.of(), result.due().isEmpty(), List.of(), Map.of(), parametersRead);
    }

    /**
     * Of changesets that are recorded without being run, or of a row that is tagged.
     *
     * @param current nothing would be written at all, and nothing looked at
     */
    public static MigrationPlan ofRecording(EngineResult result, boolean current, Set<String> parametersRead) {
        return new MigrationPlan(result, Set.of(), List.of(), List.of(), current, List.of(), Map.of(), parametersRead);
    }

    /** Nothing can be planned, because of this. */
    public static MigrationPlan failed(Failure failure, List<ChangeSetId> unknown, Set<String> parametersRead) {
        return new MigrationPlan(
                EngineResult.failed(failure), Set.of(), List.of(), unknown, false, List.of(), Map.of(), parametersRead);
    }
}
