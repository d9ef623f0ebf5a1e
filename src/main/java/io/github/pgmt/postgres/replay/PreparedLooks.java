package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.engine.Guard;
import io.github.pgmt.migration.engine.Question.Look;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.session.Answers;
import io.github.pgmt.postgres.session.Answers.Form;
import io.github.pgmt.postgres.table.ReplayGuard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The looks at a tenant's catalog that its script has more than two of, but for names: they are prepared for the tenant, since
 * to plan such a look takes the server longer than to answer it. With the names as parameters it would plan anew for the first
 * of them as well, so it is told not to, until the look is done.
 */
final class PreparedLooks {

    private static final int FEW = 2;
    private static final String NAME = "pgmt_look_";
    private static final String ONE_PLAN = "SET LOCAL plan_cache_mode TO force_generic_plan";
    private static final String AS_BEFORE = "SET LOCAL plan_cache_mode TO DEFAULT";

    private final Answers answers;
    private final Map<Form, Long> forms;

    /** By their forms; of those that the session has been told. */
    private final Map<Form, String> prepared = new LinkedHashMap<>();

    /** @param schema of the tenant */
    PreparedLooks(String schema, ReplayScript script) {
        this.answers = new Answers(schema);
        this.forms = script.changeSets().stream()
                .flatMap(changeSet -> changeSet.guard().stream())
                .flatMap(guard -> guard.checks().stream().flatMap(List::stream))
                .flatMap(check -> look(check).stream())
                .collect(Collectors.groupingBy(Form::of, HashMap::new, Collectors.counting()));
    }

    private static Optional<Look> look(Guard.Check check) {
        return check.question() instanceof Look look ? Optional.of(look) : Optional.empty();
    }

    /** That these checks hold, as statements of a transaction that has set nothing of its own yet; empty where one is none of these looks. */
    Optional<List<String>> asking(List<Guard.Check> checks) {
        List<Look> looks =
                checks.stream().flatMap(check -> look(check).stream()).toList();
        if (looks.size() < checks.size()
                || looks.stream().anyMatch(look -> forms.getOrDefault(Form.of(look), 0L) <= FEW)) {
            return Optional.empty();
        }
        List<String> message = new ArrayList<>();
        looks.stream().map(Form::of).distinct().forEach(form -> prepare(form, message));
        message.add(ONE_PLAN);
        for (int index = 0; index < checks.size(); index++) {
            message.add(execution(looks.get(index), checks.get(index).answer()));
        }
        message.add(AS_BEFORE);
        return Optional.of(message);
    }

    private void prepare(Form form, List<String> message) {
        if (!prepared.containsKey(form)) {
            prepared.put(form, NAME + prepared.size());
            message.add("PREPARE " + prepared.get(form) + " AS " + ReplayGuard.ANSWER.query(answers.holdsFor(form)));
        }
    }

    private String execution(Look look, String answer) {
        return Stream.of(look.relation(), look.name(), Optional.of(answer))
                .flatMap(Optional::stream)
                .map(Identifiers::literal)
                .collect(Collectors.joining(", ", "EXECUTE " + prepared.get(Form.of(look)) + "(", ")"));
    }

    /** The names of the statements that were prepared until now. */
    List<String> prepared() {
        return List.copyOf(prepared.values());
    }
}
