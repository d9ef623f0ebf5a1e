package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words and names that a replayed statement must not have at some place in it, or at any. A word alone means nothing: columns
 * are named {@code temp} or {@code schema}.
 */
final class SqlWords {

    /** After these SQL or PL/pgSQL may have a statement. */
    static final Set<String> BEFORE_STATEMENT = Set.of("begin", "then", "else", "loop", "atomic");

    /** What comes behind a value in a {@code CASE}, or behind a condition. */
    static final Set<String> AFTER_EXPRESSION = Set.of("end", "else", "when", "then", "loop");

    /** A quoted name calls the function as well; {@code pg_settings} can be updated. */
    private static final Pattern NAME =
            Pattern.compile("search_path|set_config|pg_settings|pg_temp(?:_\\d+)?|query_to_xml\\w*|dblink\\w*"
                    + "|pg_(?:try_)?advisory_\\w+|pg_terminate_backend|pg_cancel_backend|lo_import|lo_export");

    static final Set<String> TEMPORARY = Set.of("temp", "temporary");

    /** What can be temporary, behind the word. */
    static final Set<String> KEPT_TEMPORARILY = Set.of("table", "view", "sequence", "recursive");

    private static final Set<String> SCOPES = Set.of("local", "global");

    /** Behind a target that is named {@code temp}. */
    private static final Set<String> AFTER_TARGET = Set.of(
            "from",
            "where",
            "group",
            "having",
            "order",
            "limit",
            "offset",
            "fetch",
            "for",
            "window",
            "union",
            "intersect",
            "except",
            "using",
            "strict",
            "values",
            "select");

    private SqlWords() {}

    /** Why a token must not be where it is, as the end of a sentence that begins with its statement. */
    static Optional<String> objection(List<SqlToken> tokens, int at) {
        SqlToken token = tokens.get(at);
        if (token.isName() && isRefusedName(token) && !RoutineClauses.isSetting(tokens, at)) {
            return Optional.of("has the name " + token.text().toLowerCase(Locale.ROOT));
        }
        if (token.isWordOf(TEMPORARY) && makesTemporary(tokens, at)) {
            return Optional.of("makes something temporary");
        }
        if (token.isWord("concurrently") && !before(tokens, at).isWord("view")) {
            return Optional.of("cannot be in a transaction (CONCURRENTLY)");
        }
        if (token.isWord("current") && RoutineClauses.takesFromSession(tokens, at - 2)) {
            return Optional.of("takes a setting from the session");
        }
        boolean isMove = token.isWord("schema")
                && before(tokens, at).isWord("set")
                && !after(tokens, at).isSymbol("=");
        return isMove ? Optional.of("moves an object to another schema") : Optional.empty();
    }

    private static boolean isRefusedName(SqlToken token) {
        return NAME.matcher(token.text().toLowerCase(Locale.ROOT)).matches();
    }

    /** {@code CREATE TEMP}, or {@code SELECT … INTO TEMP name}; a column, table or variable may have the name. */
    private static boolean makesTemporary(List<SqlToken> tokens, int at) {
        int before = at - 1;
        if (before >= 0 && tokens.get(before).isWordOf(SCOPES)) {
            before--;
        }
        if (before >= 0 && tokens.get(before).isWord("into")) {
            boolean isTarget = before(tokens, before).isWordOf(Set.of("insert", "merge"));
            SqlToken after = after(tokens, at);
            return !isTarget && after.isName() && !after.isWordOf(AFTER_TARGET);
        }
        if (before > 0 && tokens.get(before).isWord("replace")) {
            before -= 2;
        }
        return before >= 0 && tokens.get(before).isWord("create");
    }

    /** An end of a statement where there is none. */
    static SqlToken before(List<SqlToken> tokens, int at) {
        return at == 0 ? new SqlToken(Kind.SEMICOLON, ";") : tokens.get(at - 1);
    }

    /** An end of a statement where there is none. */
    static SqlToken after(List<SqlToken> tokens, int at) {
        return at + 1 >= tokens.size() ? new SqlToken(Kind.SEMICOLON, ";") : tokens.get(at + 1);
    }

    /** Whether these words stand here, one after the other. */
    static boolean areAt(List<SqlToken> tokens, int at, String... words) {
        for (int word = 0; word < words.length; word++) {
            if (at + word >= tokens.size() || !tokens.get(at + word).isWord(words[word])) {
                return false;
            }
        }
        return true;
    }
}
