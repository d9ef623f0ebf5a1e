package io.github.pgmt.postgres.activity;

import java.util.regex.Pattern;

/** A statement of somebody else's, as it may stand in a report: in one line, cut, and without what its constants hold. */
final class ShownStatement {

    private static final int LENGTH = 100;
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    /** A password of {@code ALTER ROLE}, or a customer's name, is nobody's business; the server may have cut the last one. */
    private static final Pattern CONSTANT = Pattern.compile("'(?:[^']|'')*+'?|\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)");

    private ShownStatement() {}

    /** What may be shown of it; empty when there is nothing. */
    static String of(String statement) {
        String line = WHITE_SPACE.matcher(statement.strip()).replaceAll(" ");
        String shown = CONSTANT.matcher(line).replaceAll("'...'");
        return shown.codePointCount(0, shown.length()) <= LENGTH
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, LENGTH)) + " ...";
    }
}
