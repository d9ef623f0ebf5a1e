package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What only a pilot could tell of the changesets that were due in it.
 *
 * @param withoutRow those that have left no row of this run in its history
 * @param answers how preconditions that read the database came out; empty before it is done
 */
public record PilotNotes(Set<ChangeSetId> withoutRow, Optional<PilotAnswers> answers) {

    /** There was no pilot yet. */
    public static final PilotNotes NOT_YET = new PilotNotes(Set.of(), Optional.empty());

    public PilotNotes {
        withoutRow = Set.copyOf(withoutRow);
        Objects.requireNonNull(answers, "answers is null");
    }

    /** @param written the rows of the run in the pilot's history */
    public static PilotNotes of(List<ChangeSetId> due, List<HistoryRow> written, PilotAnswers answers) {
        Set<ChangeSetId> withoutRow = new HashSet<>(due);
        withoutRow.removeAll(written.stream().map(HistoryRow::changeSet).collect(Collectors.toSet()));
        return new PilotNotes(withoutRow, Optional.of(answers));
    }

    /** How the changeset's preconditions came out; before a pilot has said otherwise, they pass. */
    public PreconditionAnswer answer(ChangeSetId changeSet) {
        return answer(PilotAnswers::ofChangeSets, changeSet);
    }

    /** The same of the preconditions of a changelog of which this changeset is due first. */
    public PreconditionAnswer ofHead(ChangeSetId first) {
        return answer(PilotAnswers::ofHeads, first);
    }

    private PreconditionAnswer answer(
            Function<PilotAnswers, Map<ChangeSetId, PreconditionAnswer>> which, ChangeSetId changeSet) {
        return answers.map(known -> which.apply(known).getOrDefault(changeSet, PreconditionAnswer.UNKNOWN))
                .orElse(PreconditionAnswer.ASSUMED);
    }
}
