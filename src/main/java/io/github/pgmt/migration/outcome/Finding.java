package io.github.pgmt.migration.outcome;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Something that stands, or may stand, in the way of the fleet's migration.
 *
 * @param check what was looked at, in the words of the JSON report
 * @param tenants the names of those that it concerns, in order; empty where it is the server's or the role's
 * @param message what is so; may have several lines, not endlessly many
 * @param advice what to do about it
 */
public record Finding(Severity severity, String check, List<String> tenants, String message, String advice) {

    /** How bad it is, the worst first. */
    public enum Severity {
        /** A migration would fail, wholly or in these tenants. */
        ERROR,
        /** A migration may fail, wait or do harm. */
        WARNING,
        /** Good to know. */
        INFO
    }

    /** The worst first, otherwise in the order in which they were found. */
    public static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity);

    private static final int SHOWN = 10;

    public Finding {
        Objects.requireNonNull(severity, "severity is null");
        Objects.requireNonNull(check, "check is null");
        tenants = List.copyOf(tenants);
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(advice, "advice is null");
    }

    /** Of the server or the role. */
    public static Finding of(Severity severity, String check, String message, String advice) {
        return new Finding(severity, check, List.of(), message, advice);
    }

    /** The same after further lines of its message, of many the first few. */
    public Finding listing(List<String> lines) {
        StringBuilder listed = new StringBuilder(message);
        lines.stream().limit(SHOWN).forEach(line -> listed.append('\n').append(line));
        if (lines.size() > SHOWN) {
            listed.append("\nand ").append(lines.size() - SHOWN).append(" more");
        }
        return new Finding(severity, check, tenants, listed.toString(), advice);
    }

    /** {@code acme, beta and 3 more}: of many names the first few. */
    public static String some(List<String> names) {
        return names.size() <= SHOWN
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
    }
}
