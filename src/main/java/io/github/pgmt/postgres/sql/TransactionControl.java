package io.github.pgmt.postgres.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** SQL that begins, ends or divides transactions (PostgreSQL, "SQL Commands"). */
public final class TransactionControl {

    private static final Set<String> STARTS =
            Set.of("abort", "begin", "commit", "end", "release", "rollback", "savepoint", "start");

    /** Of those, what leaves the transaction as it is. */
    private static final Set<String> OF_SAVEPOINTS = Set.of("release", "savepoint");

    private TransactionControl() {}

    /** Whether one of the text's statements does; what comes after something unreadable is not looked at. */
    public static boolean isIn(String sql) {
        return Statements.of(SqlTokens.of(sql)).stream().anyMatch(TransactionControl::controls);
    }

    /** The first word, in capitals, of the first statement that begins or ends a transaction; a savepoint does not. */
    public static Optional<String> end(String sql) {
        return Statements.of(SqlTokens.of(sql)).stream()
                .filter(TransactionControl::endsOrBegins)
                .findFirst()
                .map(statement -> statement.get(0).text().toUpperCase(Locale.ROOT));
    }

    /** Whether a statement has to do with the whole transaction, rather than with a savepoint in it. */
    static boolean endsOrBegins(List<SqlToken> statement) {
        return controls(statement) && !statement.get(0).isWordOf(OF_SAVEPOINTS) && !goesBackToSavepoint(statement);
    }

    private static boolean goesBackToSavepoint(List<SqlToken> statement) {
        return statement.get(0).isWord("rollback")
                && statement.stream().limit(3).anyMatch(token -> token.isWord("to"));
    }

    /** Whether a statement has to do with a transaction or a savepoint. */
    static boolean controls(List<SqlToken> statement) {
        boolean prepares = statement.size() > 1
                && statement.get(0).isWord("prepare")
                && statement.get(1).isWord("transaction");
        return prepares || statement.get(0).isWordOf(STARTS);
    }
}
