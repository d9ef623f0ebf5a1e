package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A string that may be a statement, or a part of one, as {@code EXECUTE} or a function gets it: it need not be whole SQL.
 * Behind a line break or a comment's end there may be the beginning of a statement too. A sentence of people's is harmless as
 * far as the server would find no beginning of a statement in it.
 */
final class LooseText {

    /** A word for what {@code format} or a later part puts in; no word of SQL has it. */
    static final String PLACEHOLDER = "%";

    private static final Pattern PIECE = Pattern.compile("(\\w+)|([;\\r\\n]|\\*/)|(%(?:\\d+\\$)?[-\\d*$]*[sil])|(\\S)");

    /** They have SET, or a subquery, further on. */
    private static final Set<String> OF_SEVERAL_LINES =
            Set.of("alter", "delete", "insert", "merge", "select", "update", "with");

    /** As a part of a longer name too, since it may be one part of several. */
    private static final Pattern NAME = Pattern.compile("search_path|set_config|pg_settings|pg_temp|query_to_xml|dblink"
            + "|pg_(?:try_)?advisory|pg_terminate_backend|pg_cancel_backend|\\blo_import|\\blo_export");

    private LooseText() {}

    /**
     * Why the string must not be run, as the end of a sentence that begins with the statement that has it.
     *
     * @param isContinued whether it goes on with a statement that other strings have begun
     */
    static Optional<String> objection(SqlToken string, boolean isContinued) {
        List<String> readings =
                string.is(Kind.ESCAPE_STRING) ? EscapedText.readings(string.text()) : List.of(string.text());
        return readings.stream()
                .map(text -> objection(text.toLowerCase(Locale.ROOT), isContinued))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> objection(String text, boolean isContinued) {
        Matcher name = NAME.matcher(text);
        if (name.find()) {
            return Optional.of("may run a string that has the name " + name.group());
        }
        List<SqlToken> tokens = tokens(text);
        for (int at = 0; at < tokens.size(); at++) {
            if (isRefused(tokens, at, isContinued)) {
                return Optional.of("may run a string that has "
                        + tokens.get(at).text().toUpperCase(Locale.ROOT) + " in a place where statements begin");
            }
        }
        return Optional.empty();
    }

    private static List<SqlToken> tokens(String text) {
        List<SqlToken> tokens = new ArrayList<>();
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            if (piece.group(1) != null) {
                tokens.add(new SqlToken(Kind.WORD, piece.group()));
            } else if (piece.group(2) != null) {
                tokens.add(new SqlToken(Kind.SEMICOLON, piece.group()));
            } else if (piece.group(3) != null) {
                tokens.add(new SqlToken(Kind.WORD, PLACEHOLDER));
            } else {
                tokens.add(new SqlToken(Kind.OTHER, piece.group()));
            }
        }
        return tokens;
    }

    private static boolean isRefused(List<SqlToken> tokens, int at, boolean isContinued) {
        SqlToken token = tokens.get(at);
        if (SqlWords.objection(tokens, at).isPresent() || !isContinued && isPartOfTemporary(tokens, at)) {
            return true;
        }
        if (token.is(Kind.SEMICOLON) || isContinued || !mayBegin(tokens, at)) {
            return false;
        }
        List<SqlToken> statement = tokens.subList(at, tokens.size());
        boolean isAboutOthers = SqlObjects.areOf(token)
                && SqlObjects.objection(statement).isPresent()
                && SqlObjects.mayBeOfOthers(statement);
        return isAboutOthers || SqlStarts.objectionInRoutine(tokens, at).isPresent();
    }

    /** Another string may have the CREATE. */
    private static boolean isPartOfTemporary(List<SqlToken> tokens, int at) {
        return tokens.get(at).isWordOf(SqlWords.TEMPORARY)
                && SqlWords.after(tokens, at).isWordOf(SqlWords.KEPT_TEMPORARILY);
    }

    /** Behind a line break too, unless the statement of the line before is one that goes on there. */
    private static boolean mayBegin(List<SqlToken> tokens, int at) {
        boolean isAtLine = at > 0 && isLineBreak(tokens.get(at - 1));
        return isAtLine ? !goesOn(tokens, at) : Statements.mayBegin(tokens, at);
    }

    private static boolean goesOn(List<SqlToken> tokens, int at) {
        int begin = at - 1;
        while (begin > 0 && (!tokens.get(begin - 1).is(Kind.SEMICOLON) || isLineBreak(tokens.get(begin - 1)))) {
            begin--;
        }
        while (isLineBreak(tokens.get(begin))) {
            begin++;
        }
        return begin < at && tokens.get(begin).isWordOf(OF_SEVERAL_LINES);
    }

    private static boolean isLineBreak(SqlToken token) {
        return token.is(Kind.SEMICOLON) && token.text().isBlank();
    }

    /** Whether statements that other strings begin with go on behind them, for example {@code UPDATE} with its {@code SET}. */
    static boolean isBegun(SqlToken string) {
        List<SqlToken> tokens = tokens(string.text().toLowerCase(Locale.ROOT));
        return !tokens.isEmpty() && tokens.get(0).isWordOf(OF_SEVERAL_LINES);
    }
}
