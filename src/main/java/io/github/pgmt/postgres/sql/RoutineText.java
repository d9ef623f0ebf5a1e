package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a routine in SQL or PL/pgSQL must not do when a replayed text runs or creates it. */
final class RoutineText {

    /** The only two that PL/pgSQL can run; SPI refuses the other statements about transactions. */
    private static final Set<String> TRANSACTION = Set.of("commit", "rollback");

    private static final Set<String> REFUSED_STARTS = Set.of(
            "set",
            "reset",
            "discard",
            "listen",
            "unlisten",
            "load",
            "copy",
            "prepare",
            "deallocate",
            "vacuum",
            "cluster",
            "reindex",
            "checkpoint",
            "import",
            "reassign");

    /** After these PL/pgSQL has a statement; {@code >} ends a label. */
    private static final Set<String> BEFORE_STATEMENT = Set.of("begin", "then", "else", "loop", ">");

    /** Others than those for spaces, quotes and the backslash can spell a word. */
    private static final Pattern SPELLING = Pattern.compile("(?s)\\\\[^nrtbf'\\\\]");

    private static final Pattern ESCAPE = Pattern.compile("(?s)\\\\.");

    private static final Pattern LOOSE = Pattern.compile("\\w+|[;\\r\\n]|\\*/");

    private RoutineText() {}

    static Optional<String> objectionToBody(String body) {
        List<SqlToken> tokens = SqlTokens.of(body);
        return objection(tokens).or(() -> objectionToStrings(tokens));
    }

    /**
     * For a string that may be a statement, or a part of one, as {@code EXECUTE} gets it: it need not be whole SQL.
     * Behind a line break or a comment's end there may be the beginning of a statement too.
     */
    static Optional<String> objectionToString(SqlToken string) {
        boolean escapes = string.is(Kind.ESCAPE_STRING);
        String text = escapes ? ESCAPE.matcher(string.text()).replaceAll("\n") : string.text();
        if (escapes && spells(string.text())) {
            return Optional.of("has a string with letters as escapes in a routine");
        }
        List<SqlToken> tokens = new ArrayList<>();
        Matcher piece = LOOSE.matcher(text.toLowerCase(Locale.ROOT));
        while (piece.find()) {
            boolean word = Character.isLetterOrDigit(piece.group().charAt(0))
                    || piece.group().startsWith("_");
            tokens.add(new SqlToken(word ? Kind.WORD : Kind.SEMICOLON, piece.group()));
        }
        return objection(tokens);
    }

    /** Without the doubled backslashes, so that what follows one is not taken for its letter. */
    private static boolean spells(String escaped) {
        return SPELLING.matcher(escaped.replace("\\\\", "")).find();
    }

    private static Optional<String> objectionToStrings(List<SqlToken> tokens) {
        return tokens.stream()
                .filter(token -> token.is(Kind.STRING) || token.is(Kind.ESCAPE_STRING) || token.is(Kind.DOLLAR_STRING))
                .flatMap(string -> objectionToString(string).stream())
                .findFirst();
    }

    private static Optional<String> objection(List<SqlToken> tokens) {
        Optional<String> objection = SqlWords.objection(tokens);
        for (int i = 0; i < tokens.size() && objection.isEmpty(); i++) {
            if (tokens.get(i).isWordOf(TRANSACTION)) {
                objection = Optional.of(inRoutine(SqlWords.begins(tokens.get(i).text())));
            } else if (i == 0 || precedesStatement(tokens.get(i - 1))) {
                objection = objectionToStatement(tokens.subList(i, tokens.size()));
            }
        }
        return objection;
    }

    private static boolean precedesStatement(SqlToken token) {
        return token.is(Kind.SEMICOLON) || !token.is(Kind.QUOTED_NAME) && BEFORE_STATEMENT.contains(token.text());
    }

    private static Optional<String> objectionToStatement(List<SqlToken> statement) {
        SqlToken first = statement.get(0);
        if (first.isWordOf(REFUSED_STARTS)) {
            return Optional.of(inRoutine(SqlWords.begins(first.text())));
        }
        return SqlWords.isDdl(first)
                ? SqlWords.objectionToObject(statement).map(RoutineText::inRoutine)
                : Optional.empty();
    }

    private static String inRoutine(String objection) {
        return objection + ", in a routine or a dollar quote";
    }
}
