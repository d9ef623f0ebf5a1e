package io.github.pgmt.postgres;

import java.util.List;
import java.util.Set;

/** SQL that begins, ends or divides transactions (PostgreSQL, "SQL Commands"). */
final class TransactionControl {

    private static final Set<String> STARTS =
            Set.of("abort", "begin", "commit", "end", "release", "rollback", "savepoint", "start");

    private TransactionControl() {}

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
