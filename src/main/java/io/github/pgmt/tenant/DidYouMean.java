package io.github.pgmt.tenant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sentence that leads on from a name that is not known, as the end of a message. */
public final class DidYouMean {

    private static final int NAMES = 3;

    private DidYouMean() {}

    /** With a blank before it; empty where no known name is near. */
    public static String of(String typed, Collection<String> known) {
        return question(NearNames.near(typed, known, NAMES));
    }

    /** The same of many names. */
    public static String of(String typed, NearNames known) {
        return question(known.near(typed, NAMES));
    }

    /** The same about the given names. */
    public static String question(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> quoted = new ArrayList<>(
                names.stream().map(name -> "\"" + name + "\"").limit(NAMES).toList());
        String last = quoted.remove(quoted.size() - 1);
        return " Did you mean " + (quoted.isEmpty() ? "" : String.join(", ", quoted) + " or ") + last + "?";
    }

    /**
     * The same for a glob that matches no name: names that it would match in another case, or that are near to it without its
     * wildcards.
     */
    public static String ofGlob(String glob, Collection<String> known) {
        Glob inAnyCase = new Glob(glob.toLowerCase(Locale.ROOT));
        List<String> names = known.stream()
                .filter(name -> inAnyCase.test(name.toLowerCase(Locale.ROOT)))
                .limit(NAMES)
                .toList();
        String plain = Stream.of(glob.split("[*?\\\\]")).collect(Collectors.joining());
        return question(!names.isEmpty() || plain.isEmpty() ? names : NearNames.near(plain, known, NAMES));
    }
}
