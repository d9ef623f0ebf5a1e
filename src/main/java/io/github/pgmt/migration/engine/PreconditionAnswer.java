package io.github.pgmt.migration.engine;

import java.util.Map;
import java.util.Objects;

/**
 * How the preconditions of a changeset came out in a pilot, and by what.
 *
 * @param found by its place among the changeset's preconditions, what each had before it that Liquibase came to
 */
public record PreconditionAnswer(Outcome outcome, Map<Integer, Found> found) {

    /** How they came out. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** They ended with an error, or something changed while they were asked, or it is not known by what they came out so. */
        IN_DOUBT
    }

    /**
     * What one precondition had before it.
     *
     * @param question as it was asked in the pilot
     * @param answer what the server answers, made short; equal ones mean equal answers
     */
    public record Found(Question question, String answer) {

        public Found {
            Objects.requireNonNull(question, "question is null");
            Objects.requireNonNull(answer, "answer is null");
        }
    }

    /** Nothing is known. */
    public static final PreconditionAnswer UNKNOWN = new PreconditionAnswer(Outcome.IN_DOUBT, Map.of());

    /** What is planned as long as no pilot has said otherwise. */
    public static final PreconditionAnswer ASSUMED = new PreconditionAnswer(Outcome.PASSED, Map.of());

    public PreconditionAnswer {
        Objects.requireNonNull(outcome, "outcome is null");
        found = Map.copyOf(found);
    }
}
