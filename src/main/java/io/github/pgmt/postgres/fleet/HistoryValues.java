package io.github.pgmt.postgres.fleet;

import io.github.pgmt.tenant.message.MessageText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a row of a history holds. Its owner can take the constraints away that Liquibase gives the table, and Liquibase ends
 * with an error of its own program at values that it never wrote.
 *
 * @param table the history's quoted name
 */
record HistoryValues(String table) {

    /** Liquibase's {@code ChangeSet.ExecType}, which it looks the column up in. */
    static final Set<String> EXEC_TYPES = Set.of("EXECUTED", "FAILED", "SKIPPED", "RERAN", "MARK_RAN");

    /** Liquibase reads what is before the colon as an {@code int}, the version; so far there are one-digit ones. */
    private static final Pattern HUGE_VERSION = Pattern.compile("[0-9]{10,}:.*", Pattern.DOTALL);

    private static final int SHOWN = 40;

    /** The value of a column that Liquibase always fills. */
    String present(String column, String value) {
        if (value == null) {
            throw isNull(column);
        }
        return value;
    }

    /** That it is NULL. */
    OddHistoryException isNull(String column) {
        return new OddHistoryException("The table " + table + " has a row whose " + column + " is NULL.");
    }

    /** How a changeset ended. */
    String execType(String value) {
        if (!EXEC_TYPES.contains(present("exectype", value))) {
            throw unknown("exectype", value);
        }
        return value;
    }

    /** Liquibase's {@code MD5SUM}; NULL where it is to be worked out anew. */
    Optional<String> checksum(String value) {
        if (value != null && HUGE_VERSION.matcher(value).matches()) {
            throw unknown("md5sum", value);
        }
        return Optional.ofNullable(value);
    }

    private OddHistoryException unknown(String column, String value) {
        String start = value.substring(0, Math.min(value.length(), SHOWN));
        return new OddHistoryException("The table " + table + " has a row with an unknown " + column
                + MessageText.ofRows(": '" + start + "'", "") + ".");
    }
}
