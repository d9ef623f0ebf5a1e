package io.github.pgmt.postgres.sql;

import java.util.List;
import java.util.Set;

/**
 * The clauses of {@code CREATE FUNCTION} and {@code ALTER FUNCTION} that set something while the function runs. They are stored
 * with the function and change nothing in the session that makes it, so {@code SET search_path = pg_catalog, pg_temp} is as
 * harmless there as a comment. Only {@code FROM CURRENT} takes its value from the session, which may have another one where
 * Liquibase is at work.
 */
final class RoutineClauses {

    private static final Set<String> ROUTINES = Set.of("function", "procedure", "routine");

    private static final Set<String> VERBS = Set.of("set", "reset");

    private RoutineClauses() {}

    /** Whether a name is of such a clause: the setting's, or one in the list that it is set to. */
    static boolean isSetting(List<SqlToken> tokens, int at) {
        int before = at - 1;
        while (before > 1 && tokens.get(before).isSymbol(",")) {
            before -= 2;
        }
        boolean isValue = before > 1
                && (tokens.get(before).isWord("to") || tokens.get(before).isSymbol("="));
        int setting = isValue ? before - 1 : at;
        return setting > 0
                && tokens.get(setting - 1).isWordOf(VERBS)
                && !takesFromSession(tokens, setting)
                && isOfRoutine(tokens, setting - 1);
    }

    /** Whether a clause takes the value of a setting from the session. */
    static boolean takesFromSession(List<SqlToken> tokens, int setting) {
        return setting > 0
                && tokens.get(setting - 1).isWord("set")
                && SqlWords.areAt(tokens, setting + 1, "from", "current");
    }

    /** A body is a string, or behind all clauses. */
    private static boolean isOfRoutine(List<SqlToken> tokens, int at) {
        int begin = Statements.beginOf(tokens, at);
        SqlToken verb = tokens.get(begin);
        return (verb.isWord("create") || verb.isWord("alter"))
                && ROUTINES.contains(SqlObjects.kind(tokens.subList(begin, at)));
    }
}
