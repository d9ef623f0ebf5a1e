package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which statements may be replayed by the words that they begin with. */
final class SqlStarts {

    private static final Set<String> HARMLESS = Set.of(
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

    /** The only two that PL/pgSQL can run; SPI refuses the other statements about transactions. */
    private static final Set<String> TRANSACTION = Set.of("commit", "rollback");

    /** What can come behind those. */
    private static final Set<String> AFTER_TRANSACTION = Set.of("and", "work", "transaction", "to", "prepared");

    private static final Set<String> REFUSED_IN_ROUTINES =
            Set.of("reset", "listen", "unlisten", "copy", "prepare", "deallocate", "vacuum", "cluster", "checkpoint");

    /** The same, by the words that they go on with. Variables are named {@code load} or {@code import}, and declared so. */
    private static final Map<String, Set<String>> REFUSED_BY_SECOND_WORD = Map.of(
            "discard", Set.of("all", "plans", "sequences", "temp", "temporary"),
            "import", Set.of("foreign"),
            "load", Set.of(),
            "reassign", Set.of("owned"),
            "reindex", Set.of("index", "table", "schema", "database", "system", "concurrently"));

    /** Behind SET, where it sets no variable by its name. */
    private static final Set<String> AFTER_SET = Set.of(
            "local", "session", "role", "time", "names", "schema", "transaction", "constraints", "xml", "catalog");

    private static final int WORDS_SHOWN = 3;

    private SqlStarts() {}

    /** The objection to a statement outside routines, as the end of a sentence that begins with it. */
    static Optional<String> objection(List<SqlToken> statement) {
        SqlToken first = statement.get(0);
        if (SqlObjects.areOf(first)) {
            return SqlObjects.objection(statement);
        }
        boolean isHarmless = !first.isString() && !first.is(Kind.QUOTED_NAME) && HARMLESS.contains(first.text());
        if (isHarmless || first.isWord("set") && LocalSettings.areSetBy(statement)) {
            return Optional.empty();
        }
        if (first.isWord("set")) {
            return Optional.of("sets more than what ends with the transaction and reaches nothing else in it");
        }
        return Optional.of(
                TransactionControl.controls(statement)
                        ? "steers the transaction"
                        : "is not known to keep to the tenant's schema and to the transaction");
    }

    /**
     * The objection to what may be a statement in a routine, or in a string that is run. Of statements about the
     * transaction see {@link #endsTransaction}.
     */
    static Optional<String> objectionInRoutine(List<SqlToken> tokens, int at) {
        SqlToken first = tokens.get(at);
        if (!Statements.isFirstWord(tokens, at)) {
            return Optional.empty();
        }
        List<SqlToken> statement = tokens.subList(at, tokens.size());
        if (first.isWord("set")) {
            return sets(tokens, at) && !LocalSettings.areSetBy(statement)
                    ? Optional.of("sets more than what ends with the transaction and reaches nothing else in it")
                    : Optional.empty();
        }
        boolean isRefused = first.isWordOf(REFUSED_IN_ROUTINES)
                || first.isWordOf(REFUSED_BY_SECOND_WORD.keySet())
                        && goesOn(SqlWords.after(tokens, at), REFUSED_BY_SECOND_WORD.get(first.text()));
        return isRefused
                ? Optional.of("is not known to keep to the tenant's schema and to the transaction")
                : Optional.empty();
    }

    /** Whether there may be a statement that ends the transaction, of a routine. */
    static boolean endsTransaction(List<SqlToken> tokens, int at) {
        SqlToken second = SqlWords.after(tokens, at);
        return tokens.get(at).isWordOf(TRANSACTION)
                && (second.is(Kind.SEMICOLON) || second.isWordOf(AFTER_TRANSACTION));
    }

    /** A variable may be named so, and a sentence may begin with the word. */
    private static boolean sets(List<SqlToken> tokens, int at) {
        SqlToken second = SqlWords.after(tokens, at);
        SqlToken third = SqlWords.after(tokens, at + 1);
        return !second.is(Kind.WORD)
                || isLoose(second)
                || second.isWordOf(AFTER_SET)
                || third.is(Kind.SEMICOLON)
                || third.is(Kind.QUOTED_NAME)
                || third.isSymbol("=")
                || third.isSymbol(".")
                || third.isWordOf(Set.of("to", "from"))
                || isLoose(third);
    }

    private static boolean goesOn(SqlToken second, Set<String> words) {
        return !second.is(Kind.WORD) || second.isWordOf(words) || isLoose(second);
    }

    private static boolean isLoose(SqlToken token) {
        return token.isWord(LooseText.PLACEHOLDER);
    }

    /** Which statement has an objection, as the end of a sentence that begins with "It". No values are shown. */
    static String named(List<SqlToken> tokens, int begin, String objection) {
        String words = tokens.subList(begin, Math.min(begin + WORDS_SHOWN, tokens.size())).stream()
                .takeWhile(token -> token.is(Kind.WORD))
                .map(token -> token.text().toUpperCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
        return "has a statement that begins with " + (words.isEmpty() ? "no word" : words) + ", which " + objection;
    }
}
