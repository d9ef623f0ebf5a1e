package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.engine.PreconditionAnswer.Found;
import io.github.pgmt.migration.engine.PreconditionAnswer.Outcome;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What must be in a tenant as it was in the pilot, since preconditions look at it, before a changeset is sent as it came out
 * there.
 *
 * @param head the preconditions of the changelog, in the order in which they stand there; empty but where Liquibase checks them
 *     right before this changeset
 * @param own those of the changeset, likewise
 * @param checks what those of them found in the pilot that Liquibase came to; the others decide nothing where these find the
 *     same. Empty until that is known
 */
public record Guard(List<Asked> head, List<Asked> own, Optional<List<Check>> checks) {

    /**
     * A precondition.
     *
     * @param name that Liquibase has for its kind
     * @param question empty where it finds the same in all tenants with the same history
     */
    public record Asked(String name, Optional<Question> question) {

        public Asked {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(question, "question is null");
        }
    }

    /**
     * What is to be asked.
     *
     * @param name of the precondition's kind
     * @param answer that there must be
     */
    public record Check(String name, Question question, String answer) {

        public Check {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(question, "question is null");
            Objects.requireNonNull(answer, "answer is null");
        }
    }

    public Guard {
        head = List.copyOf(head);
        own = List.copyOf(own);
        checks = checks.map(List::copyOf);
    }

    /** Whether what follows is another thing than what comes of preconditions that pass. */
    boolean isOtherwiseBy(PreconditionAnswer ofHead, PreconditionAnswer ofOwn) {
        return !head.isEmpty() && ofHead.outcome() == Outcome.IN_DOUBT
                || !own.isEmpty() && ofOwn.outcome() != Outcome.PASSED;
    }

    /** The same with what was found in the pilot; empty where that is in doubt, or something else was asked there. */
    Optional<Guard> answered(PreconditionAnswer ofHead, PreconditionAnswer ofOwn, Tenant pilot) {
        List<Check> all = new ArrayList<>();
        boolean isKnown = add(head, ofHead, pilot, all) && add(own, ofOwn, pilot, all);
        return isKnown ? Optional.of(new Guard(head, own, Optional.of(all))) : Optional.empty();
    }

    private static boolean add(List<Asked> asked, PreconditionAnswer answer, Tenant pilot, List<Check> checks) {
        if (asked.isEmpty()) {
            return true;
        }
        List<Map.Entry<Integer, Found>> found = answer.found().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .toList();
        for (Map.Entry<Integer, Found> one : found) {
            Optional<Asked> planned = Optional.of(one.getKey())
                    .filter(place -> place < asked.size())
                    .map(asked::get);
            Optional<Question> question = planned.flatMap(Asked::question);
            if (!question.map(any -> any.of(pilot))
                    .equals(Optional.of(one.getValue().question()))) {
                return false;
            }
            checks.add(new Check(
                    planned.get().name(), question.get(), one.getValue().answer()));
        }
        return answer.outcome() != Outcome.IN_DOUBT;
    }

    /** @throws IllegalStateException while it is not known what the pilot has */
    public List<Check> known() {
        return checks.orElseThrow(() -> new IllegalStateException("No pilot has answered yet."));
    }

    /** The kinds of the preconditions that are asked, for people. */
    public String names() {
        return known().stream().map(Check::name).distinct().collect(Collectors.joining(", "));
    }
}
