package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which SQL texts may be sent to many tenants in one message with the statements that guard and end the transaction:
 * those that keep to their place in it, to the transaction, and to the session's {@code search_path}. A refusal costs
 * time only, a mistake changes the wrong schema; so what is not known to be harmless is refused.
 *
 * <p>Statements are told from words by their places: a column, a variable, a value or a message may have any word.
 */
public final class ReplayableSql {

    /** The schema's name in a text that is looked at, in quotes; it stands for any tenant's. */
    public static final String SCHEMA = "tenant";

    /** Statements that are there to run something, or may be. */
    private static final Set<String> CALLS = Set.of("(", "call", "do", "execute", "select", "table", "values", "with");

    /** In quotes, too, and with more between the words than a statement has: to be wrong costs time only. */
    private static final Pattern UNTIL_COMMIT = Pattern.compile("(?is)\\bset\\b.{0,999}?\\b(?:local|constraints)\\b");

    private ReplayableSql() {}

    /** Why this SQL text must not be replayed, as the end of the sentence "It …"; empty when it may. */
    public static Optional<String> objection(String sql) {
        if (sql.indexOf('\0') >= 0) {
            return Optional.of("has a NUL character");
        }
        List<SqlToken> tokens = SqlTokens.of(sql);
        return tokens.stream()
                .filter(token -> token.is(Kind.UNREADABLE))
                .map(SqlToken::text)
                .findFirst()
                .or(() -> Statements.of(tokens).stream()
                        .flatMap(statement -> objection(statement).stream())
                        .findFirst());
    }

    private static Optional<String> objection(List<SqlToken> statement) {
        Optional<String> start = SqlStarts.objection(statement);
        if (start.isPresent()) {
            return Optional.of(SqlStarts.named(statement, 0, start.get()));
        }
        boolean isRoutine = RoutineText.isMadeOrRun(statement);
        RunStrings strings = RunStrings.ofStatement(statement);
        for (int at = 0; at < statement.size(); at++) {
            Optional<String> objection = SqlWords.objection(statement, at);
            if (objection.isEmpty() && !isRoutine) {
                objection = strings.objection(at);
            }
            if (objection.isPresent()) {
                return Optional.of(SqlStarts.named(statement, 0, objection.get()));
            }
        }
        return isRoutine ? RoutineText.objection(statement) : Optional.empty();
    }

    /** Whether what it sets may last until the transaction ends, and reach what comes behind it in there. */
    public static boolean lastsUntilCommit(String sql) {
        return UNTIL_COMMIT.matcher(sql).find();
    }

    /** Whether it runs or makes a routine, rather than naming one that is there. */
    public static boolean hasRoutine(String sql) {
        return Statements.of(SqlTokens.of(sql)).stream().anyMatch(RoutineText::isMadeOrRun);
    }

    /** Whether a statement is one that runs a routine; where the text cannot be read, it may be. */
    public static boolean callsRoutines(String sql) {
        List<SqlToken> tokens = SqlTokens.of(sql);
        return tokens.stream().anyMatch(token -> token.is(Kind.UNREADABLE))
                || Statements.of(tokens).stream()
                        .map(statement -> statement.get(0))
                        .anyMatch(first -> CALLS.contains(first.text()));
    }
}
