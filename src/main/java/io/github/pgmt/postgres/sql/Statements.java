package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Divides tokens into statements as the server does. */
final class Statements {

    private Statements() {}

    /**
     * The statements that are not empty. A semicolon in parentheses, as a rule may have, divides too; one in the body of a
     * routine in SQL ({@code BEGIN ATOMIC … END}) does not.
     */
    static List<List<SqlToken>> of(List<SqlToken> tokens) {
        List<List<SqlToken>> statements = new ArrayList<>();
        List<SqlToken> statement = new ArrayList<>();
        RoutineBody body = new RoutineBody();
        for (SqlToken token : tokens) {
            if (!token.is(Kind.SEMICOLON) || body.isOpen()) {
                statement.add(token);
                body.read(statement);
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

    /**
     * Whether a statement of SQL or PL/pgSQL may begin here. Where one begins for certain is among these places; a
     * {@code CASE} has some of them too.
     */
    static boolean mayBegin(List<SqlToken> tokens, int at) {
        if (at == 0) {
            return true;
        }
        SqlToken before = tokens.get(at - 1);
        boolean endsLabel = before.isSymbol(">") && at > 1 && tokens.get(at - 2).isSymbol(">");
        return before.is(Kind.SEMICOLON) || endsLabel || before.isWordOf(SqlWords.BEFORE_STATEMENT);
    }

    /** Where the statement begins that this place is in. */
    static int beginOf(List<SqlToken> tokens, int at) {
        int begin = at;
        while (begin > 0
                && !tokens.get(begin - 1).is(Kind.SEMICOLON)
                && !(mayBegin(tokens, begin) && isFirstWord(tokens, begin))) {
            begin--;
        }
        return begin;
    }

    /**
     * Whether a statement's first word is one, rather than a variable that is given a value, or a part of an expression, by
     * what follows it.
     */
    static boolean isFirstWord(List<SqlToken> tokens, int at) {
        if (!tokens.get(at).is(Kind.WORD)) {
            return false;
        }
        if (at + 1 == tokens.size()) {
            return true;
        }
        SqlToken next = tokens.get(at + 1);
        return next.is(Kind.OTHER)
                ? next.text().equals("(") || next.text().equals("*")
                : !next.isWordOf(SqlWords.AFTER_EXPRESSION);
    }
}
