package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.ListText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A parameter that is a list. Maven splits its text at every comma, also at one that a backslash takes the meaning from; so
 * the text is looked for, wherever it was written, and split anew by the rules of {@link ListText}.
 */
public final class ListParameter {

    private ListParameter() {}

    /**
     * The entries, backslashes as written.
     *
     * @param given what Maven made of the text, or found as elements in the POM
     * @throws RunRefusedException when Maven split at a comma that is part of an entry and the text is not found: the halves
     *     are other names
     */
    public static List<String> entries(String parameter, List<String> given, MavenSide maven) {
        List<String> received = trimmed(given);
        if (maven.hasElementsInside(parameter)) {
            return received;
        }
        return Stream.of(
                        maven.textOf(parameter),
                        maven.commandLineProperty("pgmt." + parameter),
                        maven.textInPom(parameter))
                .flatMap(Optional::stream)
                .filter(text -> splitByMaven(text).equals(withoutEmpty(received)))
                .findFirst()
                .map(ListText::split)
                .orElseGet(() -> requireWhole(parameter, received));
    }

    /** The entries as Maven hands them over, without white space around them; none where there is no list. */
    static List<String> trimmed(List<String> given) {
        return given == null
                ? List.of()
                : given.stream().map(entry -> entry == null ? "" : entry.trim()).toList();
    }

    private static List<String> requireWhole(String parameter, List<String> received) {
        for (String entry : received) {
            if (ListText.endsInsideAnEscape(entry)) {
                throw new RunRefusedException("-Dpgmt." + parameter + ": an entry came here as \"" + entry
                        + "\", probably the half of one with a comma in it that Maven split there. Give the list on the "
                        + "command line, or each entry as an element of its own inside <" + parameter
                        + "> in the POM. Nothing was changed.");
            }
        }
        return received;
    }

    private static List<String> splitByMaven(String text) {
        return withoutEmpty(Stream.of(text.split(",")).map(String::trim).toList());
    }

    private static List<String> withoutEmpty(List<String> entries) {
        return entries.stream().filter(entry -> !entry.isEmpty()).toList();
    }
}
