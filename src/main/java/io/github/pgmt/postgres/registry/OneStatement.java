package io.github.pgmt.postgres.registry;

import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.sql.SqlTokens;
import io.github.pgmt.tenant.InvalidSelectionException;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.core.Parser;

/** SQL of the user's that is to return rows. */
final class OneStatement {

    private OneStatement() {}

    /**
     * The text without what a file or an editor leaves around a statement: a semicolon, comments. The driver would send each
     * of several statements, and take the rows of one of them.
     *
     * @param parameter what the user configured, for messages
     * @param things what its rows are
     * @throws InvalidSelectionException when it is none, or more than one
     */
    static String of(String parameter, String things, String text) {
        List<String> statements = statements(parameter, text);
        if (statements.size() > 1) {
            throw new InvalidSelectionException(parameter + " has " + statements.size() + " statements. It lists the "
                    + things + " with one that returns rows; make it one, or put the rest into a view or function. "
                    + "Nothing was changed.");
        }
        if (statements.isEmpty()) {
            throw new InvalidSelectionException(
                    parameter + " has no statement, but a semicolon or comments alone. Nothing was changed.");
        }
        return statements.get(0);
    }

    private static List<String> statements(String parameter, String text) {
        try {
            return Parser.parseJdbcSql(text, true, false, true, false, false).stream()
                    .map(statement -> statement.nativeSql)
                    .filter(statement -> !SqlTokens.of(statement).isEmpty())
                    .toList();
        } catch (SQLException e) {
            throw new InvalidSelectionException(parameter + " cannot be read: " + SqlErrors.describe(e), e);
        }
    }
}
