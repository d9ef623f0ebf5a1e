package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which SQL texts may be sent to many tenants in one message with the statements that guard and end the transaction:
 * those that keep to their place in it, to the transaction, and to the session's {@code search_path}. A refusal costs
 * time only, a mistake changes the wrong schema; so what is not known to be harmless is refused.
 */
public final class ReplayableSql {

    private static final Set<String> OTHER_STARTS = Set.of(
            "(",
            "analyze",
            "comment",
            "delete",
            "do",
            "grant",
            "insert",
            "lock",
            "merge",
            "notify",
            "refresh",
            "revoke",
            "security",
            "select",
            "show",
            "table",
            "truncate",
            "update",
            "values",
            "with");

    /** Statements that are there to run something, or may be. */
    private static final Set<String> CALLS = Set.of("(", "call", "do", "execute", "select", "table", "values", "with");

    private static final Set<String> ROUTINES = Set.of("function", "procedure");

    /** Those whose text reads as SQL does. */
    private static final Set<String> LANGUAGES = Set.of("sql", "plpgsql");

    private ReplayableSql() {}

    /** Why this SQL text must not be replayed, as the end of the sentence "It …"; empty when it may. */
    public static Optional<String> objection(String sql) {
        if (sql.indexOf('\0') >= 0) {
            return Optional.of("has a NUL character");
        }
        List<SqlToken> tokens = SqlTokens.of(sql);
        return SqlWords.objection(tokens)
                .or(() -> statements(tokens).stream()
                        .flatMap(statement -> objection(statement).stream())
                        .findFirst());
    }

    /** Whether it runs or makes a routine, rather than naming one that is there. */
    public static boolean hasRoutine(String sql) {
        return statements(SqlTokens.of(sql)).stream().anyMatch(ReplayableSql::isRoutine);
    }

    /** Whether a statement is one that runs a routine; where the text cannot be read, it may be. */
    public static boolean callsRoutines(String sql) {
        List<SqlToken> tokens = SqlTokens.of(sql);
        return tokens.stream().anyMatch(token -> token.is(Kind.UNREADABLE))
                || statements(tokens).stream()
                        .map(statement -> statement.get(0))
                        .anyMatch(first -> CALLS.contains(first.text()));
    }

    /** The statements that are not empty. A semicolon in parentheses, as a rule may have, divides too. */
    static List<List<SqlToken>> statements(List<SqlToken> tokens) {
        List<List<SqlToken>> statements = new ArrayList<>();
        List<SqlToken> statement = new ArrayList<>();
        for (SqlToken token : tokens) {
            if (!token.is(Kind.SEMICOLON)) {
                statement.add(token);
            } else if (!statement.isEmpty()) {
                statements.add(statement);
                statement = new ArrayList<>();
            }
        }
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        return statements;
    }

    private static Optional<String> objection(List<SqlToken> statement) {
        return objectionToStart(statement)
                .or(() -> isRoutine(statement) ? objectionToRoutine(statement) : objectionToDollarQuotes(statement));
    }

    private static Optional<String> objectionToStart(List<SqlToken> statement) {
        SqlToken first = statement.get(0);
        if (isExtensionUnlessThere(statement)) {
            return Optional.empty();
        }
        if (SqlWords.isDdl(first)) {
            return SqlWords.objectionToObject(statement);
        }
        boolean known = (first.is(Kind.WORD) || first.is(Kind.OTHER)) && OTHER_STARTS.contains(first.text());
        return known ? Optional.empty() : Optional.of(SqlWords.begins(first.is(Kind.WORD) ? first.text() : "no word"));
    }

    /** It does nothing after the pilot, through which the database has the extension. */
    private static boolean isExtensionUnlessThere(List<SqlToken> statement) {
        List<String> words = List.of("create", "extension", "if", "not", "exists");
        return statement.size() > words.size()
                && IntStream.range(0, words.size())
                        .allMatch(at -> statement.get(at).isWord(words.get(at)));
    }

    private static boolean isRoutine(List<SqlToken> statement) {
        SqlToken first = statement.get(0);
        return first.isWord("do") || first.isWord("create") && ROUTINES.contains(SqlWords.object(statement));
    }

    /** Any string may be the body. */
    private static Optional<String> objectionToRoutine(List<SqlToken> statement) {
        for (int i = 0; i < statement.size(); i++) {
            SqlToken token = statement.get(i);
            if (token.isWord("language") && !isKnownLanguage(statement, i + 1)) {
                return Optional.of("has a routine in a language other than SQL and PL/pgSQL");
            }
            if (token.is(Kind.ESCAPE_STRING)) {
                return Optional.of("has a routine with a string with escapes outside its body");
            }
            Optional<String> objection = token.is(Kind.STRING) || token.is(Kind.DOLLAR_STRING)
                    ? RoutineText.objectionToBody(token.text())
                    : Optional.empty();
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private static boolean isKnownLanguage(List<SqlToken> statement, int at) {
        return at < statement.size() && LANGUAGES.contains(statement.get(at).text());
    }

    private static Optional<String> objectionToDollarQuotes(List<SqlToken> statement) {
        return statement.stream()
                .filter(token -> token.is(Kind.DOLLAR_STRING))
                .flatMap(token -> RoutineText.objectionToString(token).stream())
                .findFirst();
    }
}
