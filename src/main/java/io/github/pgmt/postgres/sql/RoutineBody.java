package io.github.pgmt.postgres.sql;

import java.util.List;
import java.util.Set;

/** Tells where in a text the body of a routine in SQL is ({@code BEGIN ATOMIC … END}), whose semicolons end no statement. */
final class RoutineBody {

    private static final Set<String> ROUTINES = Set.of("function", "procedure");

    private int depth;

    /**
     * Another word was read; {@code CASE} ends with {@code END} as well.
     *
     * @param statement up to this word, from its first one on
     */
    void read(List<SqlToken> statement) {
        SqlToken token = statement.get(statement.size() - 1);
        boolean begins = token.isWord("atomic") && isBehindBegin(statement) && makesRoutine(statement);
        if (begins || depth > 0 && token.isWord("case")) {
            depth++;
        } else if (depth > 0 && token.isWord("end")) {
            depth--;
        }
    }

    private static boolean isBehindBegin(List<SqlToken> statement) {
        return statement.size() > 1 && statement.get(statement.size() - 2).isWord("begin");
    }

    private static boolean makesRoutine(List<SqlToken> statement) {
        return statement.get(0).isWord("create") && ROUTINES.contains(SqlObjects.kind(statement));
    }

    boolean isOpen() {
        return depth > 0;
    }

    /** Another statement begins. */
    void end() {
        depth = 0;
    }
}
