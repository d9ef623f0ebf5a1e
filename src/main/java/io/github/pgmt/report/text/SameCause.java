package io.github.pgmt.report.text;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the messages of tenants have in common that failed of the same cause: not how often each was tried, who was in its
 * way, and the numbers of processes, transactions and files.
 */
final class SameCause {

    private static final String LEFT_OUT = "\u2026";

    private static final Pattern TRIES =
            Pattern.compile("\\s*\\b(?:It was tried \\d+ times in [\\d. mins]+\\.|In its way: .*)");

    /** Sessions, and since when: all that our own messages say of them. */
    private static final Pattern HOLDER = Pattern.compile("(?<=\\block is held by ).*? since .*?(?=\\. If that process)"
            + "|(?<=\\block is held )since .*?(?=, by whom its row does not say)"
            + "|(?<=\\bworks on the tenant: ).*?(?=\\. To wait longer|\\.?$)"
            + "|(?<=\\bholding Liquibase's lock row: ).*?(?=\\. To wait longer)");

    /** Of a message in any language; not of a name like {@code table_12}. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\p{N}_$])\\d+(?![\\p{L}_$])");

    private static final Pattern DETAIL = Pattern.compile("Detail: .*?(?= Hint: |$)");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private SameCause() {}

    /** @param message as it is shown */
    static String of(String message, Optional<String> sqlState) {
        String cause = HOLDER.matcher(TRIES.matcher(message).replaceAll("")).replaceAll(LEFT_OUT);
        return sqlState.map(state -> ofServer(state, cause)).orElse(cause);
    }

    /** The same changeset and code say already what failed; the row or the value is the tenant's own. */
    private static String ofServer(String state, String message) {
        String ofRows = state.startsWith("22")
                ? QUOTED.matcher(message).replaceAll(LEFT_OUT)
                : state.startsWith("23") || state.startsWith("40")
                        ? DETAIL.matcher(message).replaceAll(LEFT_OUT)
                        : message;
        return NUMBER.matcher(ofRows).replaceAll(LEFT_OUT);
    }
}
