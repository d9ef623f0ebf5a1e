package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import java.util.Map;

/**
 * How preconditions that read the database came out in a pilot.
 *
 * @param ofChangeSets of those that Liquibase came to
 * @param ofHeads those of a changelog, by the first changeset of it that was due
 */
public record PilotAnswers(
        Map<ChangeSetId, PreconditionAnswer> ofChangeSets, Map<ChangeSetId, PreconditionAnswer> ofHeads) {

    /** Nothing is known. */
    public static final PilotAnswers NONE = new PilotAnswers(Map.of(), Map.of());

    public PilotAnswers {
        ofChangeSets = Map.copyOf(ofChangeSets);
        ofHeads = Map.copyOf(ofHeads);
    }
}
