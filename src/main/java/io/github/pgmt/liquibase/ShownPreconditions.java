package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.changelog.ChangeSet;
import liquibase.precondition.Conditional;
import liquibase.precondition.CustomPreconditionWrapper;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.PreconditionContainer;
import liquibase.precondition.core.SqlPrecondition;

/** The preconditions of changesets that are noted to be shown: told in words, and taken to pass where the database decides. */
final class ShownPreconditions {

    private static final String CORE = SqlPrecondition.class.getPackageName();
    private static final String NESTED = "nestedPreconditions";

    private final Map<ChangeSetId, List<String>> texts = new HashMap<>();

    /**
     * Takes those of a changeset out that read the database, so that it is noted as it runs when they pass.
     *
     * @param head the changelog, where this changeset is the first of it that is due
     * @return why it may do something else, as the end of a sentence that begins with it
     */
    Optional<String> take(ChangeSet changeSet, Optional<Conditional> head) {
        PreconditionContainer own = changeSet.getPreconditions();
        Optional<PreconditionContainer> ofHead = head.map(Conditional::getPreconditions);
        List<String> told = new ArrayList<>();
        ofHead.filter(ShownPreconditions::decides).ifPresent(those -> told.add("of the changelog: " + text(those)));
        Optional.ofNullable(own).filter(ShownPreconditions::decides).ifPresent(those -> told.add(text(those)));
        texts.put(ParsedContents.idOf(changeSet), told);
        Optional<String> doubt = ReplayRules.doubt(changeSet);
        if (DatabasePreconditions.in(own)) {
            changeSet.setPreconditions(null);
            return Optional.of(PlannedPreconditions.READ + ofClasses(own));
        }
        return ofHead.filter(DatabasePreconditions::in)
                .map(those -> PlannedPreconditions.HEAD + ofClasses(those))
                .or(() -> doubt);
    }

    /** Liquibase puts one without any into the changelog for each file that it includes. */
    private static boolean decides(Precondition precondition) {
        return !(precondition instanceof PreconditionLogic logic)
                || logic.getNestedPreconditions().stream().anyMatch(ShownPreconditions::decides);
    }

    /** What decides whether the changeset runs, in words. */
    List<String> of(ChangeSetId changeSet) {
        return texts.getOrDefault(changeSet, List.of());
    }

    /** The names of classes that are not Liquibase's, which may do anything. */
    static Stream<String> classes(Precondition precondition) {
        if (precondition instanceof PreconditionLogic logic) {
            return logic.getNestedPreconditions().stream().flatMap(ShownPreconditions::classes);
        }
        if (precondition instanceof CustomPreconditionWrapper custom) {
            return Stream.of(custom.getClassName());
        }
        boolean isOwn = precondition != null
                && !precondition.getClass().getPackageName().equals(CORE);
        return isOwn ? Stream.of(precondition.getClass().getName()) : Stream.empty();
    }

    private static String ofClasses(Precondition precondition) {
        List<String> classes = classes(precondition).distinct().sorted().toList();
        return classes.isEmpty() ? "" : ": what " + String.join(", ", classes) + " says is known when it is asked";
    }

    private static String text(PreconditionContainer container) {
        return nested(container) + " (onFail " + container.getOnFail() + ", onError " + container.getOnError() + ")";
    }

    private static String text(Precondition precondition) {
        return precondition.getName()
                + (precondition instanceof PreconditionLogic logic
                        ? "(" + nested(logic) + ")"
                        : new TreeSet<>(precondition.getSerializableFields())
                                .stream()
                                        .filter(field -> !field.equals(NESTED)
                                                && precondition.getSerializableFieldValue(field) != null)
                                        .map(field -> field + "=" + precondition.getSerializableFieldValue(field))
                                        .collect(Collectors.joining(", ", "(", ")")));
    }

    private static String nested(PreconditionLogic logic) {
        return logic.getNestedPreconditions().stream()
                .filter(ShownPreconditions::decides)
                .map(ShownPreconditions::text)
                .collect(Collectors.joining(", "));
    }
}
