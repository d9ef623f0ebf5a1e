package io.github.pgmt.postgres;

import java.util.List;
import java.util.Set;

/** SQL that begins, ends or divides transactions (PostgreSQL, "SQL Commands"). */
final class TransactionControl {

    private static final Set<String> STARTS =
            Set.of("abort", "begin", "commit", "end", "release", "rollback", "savepoint", "start");

    private static final Set<String> OF_SAVEPOINTS = Set.of("release", "savepoint");

    private TransactionControl() {}

    /** Whether a statement has to do with the whole transaction, rather than with a savepoint in it. */
    static boolean endsOrBegins(List<SqlToken> statement) {
        boolean goesBackToSavepoint =
                statement.get(0).isWord("rollback") && statement.stream().anyMatch(token -> token.isWord("to"));
        return controls(statement) && !goesBackToSavepoint && !statement.get(0).isWordOf(OF_SAVEPOINTS);
    }

    /** Whether one of the text's statements does; what comes after something unreadable is not looked at. */
    static boolean isIn(String sql) {
        return ReplayableSql.statements(SqlTokens.of(sql)).stream().anyMatch(TransactionControl::controls);
    }

    private static boolean controls(List<SqlToken> statement) {
        boolean prepares = statement.size() > 1
                && statement.get(0).isWord("prepare")
                && statement.get(1).isWord("transaction");
        return prepares || statement.get(0).isWordOf(STARTS);
    }
}
