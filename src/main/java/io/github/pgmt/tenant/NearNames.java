package io.github.pgmt.tenant;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The known names that somebody may have meant by another one, for "did you mean". Upper case, dashes, underscores, dots and
 * blanks count for nothing, so <code>dry-run</code> finds <code>dryRun</code>; else a third of a name may be mistyped, two
 * letters that changed places being one mistake; last comes what only begins as the other.
 */
public final class NearNames {

    private static final String NOTHING = "-_. ";
    private static final int SHORTEST_BEGINNING = 3;

    /** Behind all mistypings. */
    private static final int ONLY_BEGINS_SO = 1_000;

    private record Candidate(String name, int remoteness) {}

    private record Known(String name, String plain) {}

    private final List<Known> known;

    /** Of names that more than one is to be compared with. */
    public NearNames(Collection<String> names) {
        known = names.stream().map(name -> new Known(name, plain(name))).toList();
    }

    public static Optional<String> nearest(String typed, Collection<String> known) {
        return new NearNames(known).ordered(typed).findFirst();
    }

    public static List<String> near(String typed, Collection<String> known, int limit) {
        return new NearNames(known).near(typed, limit);
    }

    /** The nearest first; takes a time that grows with the number of known names. */
    public List<String> near(String typed, int limit) {
        return ordered(typed).limit(limit).toList();
    }

    private Stream<String> ordered(String typed) {
        String plain = plain(typed);
        return known.stream()
                .flatMap(name -> candidate(typed, plain, name).stream())
                .sorted(Comparator.comparingInt(Candidate::remoteness).thenComparing(Candidate::name))
                .map(Candidate::name)
                .distinct();
    }

    private static Optional<Candidate> candidate(String typed, String plain, Known known) {
        OptionalInt remoteness =
                typed.equalsIgnoreCase(known.name()) ? OptionalInt.of(0) : remoteness(plain, known.plain());
        return remoteness.isPresent()
                ? Optional.of(new Candidate(known.name(), remoteness.getAsInt()))
                : Optional.empty();
    }

    private static OptionalInt remoteness(String typed, String name) {
        int longer = Math.max(typed.length(), name.length());
        int tolerated = Math.max(1, longer / 3);
        int difference = Math.abs(typed.length() - name.length());
        if (difference <= tolerated) {
            int mistakes = mistakes(typed, name);
            if (mistakes <= tolerated && mistakes < longer) {
                return OptionalInt.of(1 + mistakes);
            }
        }
        return beginsAs(typed, name) ? OptionalInt.of(ONLY_BEGINS_SO + difference) : OptionalInt.empty();
    }

    private static boolean beginsAs(String typed, String name) {
        return Math.min(typed.length(), name.length()) >= SHORTEST_BEGINNING
                && (typed.startsWith(name) || name.startsWith(typed));
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(lower.length());
        lower.chars().filter(sign -> NOTHING.indexOf(sign) < 0).forEach(sign -> plain.append((char) sign));
        return plain.isEmpty() ? lower : plain.toString();
    }

    /** The restricted Damerau-Levenshtein distance. */
    private static int mistakes(String typed, String name) {
        int[] beforeLast = new int[name.length() + 1];
        int[] last = new int[name.length() + 1];
        int[] current = new int[name.length() + 1];
        for (int column = 0; column <= name.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= typed.length(); row++) {
            current[0] = row;
            for (int column = 1; column <= name.length(); column++) {
                int replaced = last[column - 1] + (typed.charAt(row - 1) == name.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(last[column], current[column - 1]) + 1);
                if (areSwapped(typed, row, name, column)) {
                    current[column] = Math.min(current[column], beforeLast[column - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }
        return last[name.length()];
    }

    private static boolean areSwapped(String typed, int row, String name, int column) {
        return row > 1
                && column > 1
                && typed.charAt(row - 1) == name.charAt(column - 2)
                && typed.charAt(row - 2) == name.charAt(column - 1);
    }
}
