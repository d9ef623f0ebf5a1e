package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a routine in SQL or PL/pgSQL must not do when a replayed text runs or creates it. */
final class RoutineText {

    private static final Set<String> ROUTINES = Set.of("function", "procedure");

    /** Those whose text reads as SQL does. */
    private static final Set<String> LANGUAGES = Set.of("sql", "plpgsql");

    /** All that the body of a routine in SQL can have that is no string. */
    private static final Set<String> STATEMENTS_OF_ATOMIC =
            Set.of("(", "delete", "insert", "merge", "return", "select", "table", "update", "values", "with");

    private RoutineText() {}

    /** Whether a statement runs a routine or makes one; others may follow it. */
    static boolean isMadeOrRun(List<SqlToken> statement) {
        SqlToken first = statement.get(0);
        return first.isWord("do") || first.isWord("create") && ROUTINES.contains(SqlObjects.kind(statement));
    }

    /** The objection to a statement that makes or runs a routine, as the end of the sentence "It …". Any string may be the body. */
    static Optional<String> objection(List<SqlToken> statement) {
        int open = 0;
        for (int at = 0; at < statement.size(); at++) {
            SqlToken token = statement.get(at);
            open += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
            if (token.isWord("atomic") && SqlWords.before(statement, at).isWord("begin")) {
                return objectionToAtomic(statement.subList(at + 1, statement.size()));
            }
            Optional<String> objection = open == 0 ? objectionToPart(statement, at) : Optional.empty();
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> objectionToPart(List<SqlToken> statement, int at) {
        SqlToken token = statement.get(at);
        SqlToken next = SqlWords.after(statement, at);
        if (token.isWord("language") && !LANGUAGES.contains(next.text())) {
            return named(statement, "is in a language other than SQL and PL/pgSQL");
        }
        if (token.is(Kind.ESCAPE_STRING)) {
            return named(statement, "has its text in a string with escapes");
        }
        if (!token.isString() || RoutineClauses.isSetting(statement, at)) {
            return Optional.empty();
        }
        return next.isString()
                ? named(statement, "has its text in several strings")
                : objectionToBody(token.text(), statement.get(0).isWord("do"));
    }

    private static Optional<String> named(List<SqlToken> statement, String objection) {
        return Optional.of(SqlStarts.named(statement, 0, objection));
    }

    private static Optional<String> objectionToBody(String body, boolean isRun) {
        return objectionToText(SqlTokens.of(body), isRun).map(objection -> objection + ", in a routine");
    }

    /**
     * @param isRun whether it is run at once; what ends the transaction may be in others, as those who call them in a transaction
     *     are refused by the server
     */
    private static Optional<String> objectionToText(List<SqlToken> tokens, boolean isRun) {
        RunStrings strings = RunStrings.ofRoutine(tokens);
        List<SqlToken> routine = List.of();
        for (int at = 0; at < tokens.size(); at++) {
            if (tokens.get(at).is(Kind.UNREADABLE)) {
                return Optional.of(tokens.get(at).text());
            }
            if (Statements.mayBegin(tokens, at)) {
                List<SqlToken> rest = tokens.subList(at, tokens.size());
                routine = isMadeOrRun(rest) ? upToEnd(rest) : List.of();
                Optional<String> inner = routine.isEmpty() ? Optional.empty() : objection(routine);
                if (inner.isPresent()) {
                    return inner;
                }
            }
            boolean isText = !routine.isEmpty() && tokens.get(at).isString();
            Optional<String> objection = objection(tokens, at, isRun);
            if (objection.isEmpty() && !isText) {
                objection = strings.objection(at);
            }
            if (objection.isPresent()) {
                return Optional.of(SqlStarts.named(tokens, Statements.beginOf(tokens, at), objection.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> objection(List<SqlToken> tokens, int at, boolean isRun) {
        Optional<String> start =
                Statements.mayBegin(tokens, at) ? objectionToStart(tokens, at, isRun) : Optional.empty();
        return start.or(() -> SqlWords.objection(tokens, at));
    }

    private static Optional<String> objectionToStart(List<SqlToken> tokens, int at, boolean isRun) {
        if (isRun && SqlStarts.endsTransaction(tokens, at)) {
            return Optional.of("steers the transaction");
        }
        boolean isDdl = SqlObjects.areOf(tokens.get(at)) && Statements.isFirstWord(tokens, at);
        return isDdl
                ? SqlObjects.objection(tokens.subList(at, tokens.size()))
                : SqlStarts.objectionInRoutine(tokens, at);
    }

    private static List<SqlToken> upToEnd(List<SqlToken> tokens) {
        return Statements.of(tokens).get(0);
    }

    /**
     * The server ends such a body at the first END in the place of a statement. Where that is the last word, and all before it
     * are statements that can be in a body, no semicolon in it has ended the statement that makes the routine.
     */
    private static Optional<String> objectionToAtomic(List<SqlToken> body) {
        List<List<SqlToken>> statements = new ArrayList<>(List.of(new ArrayList<>()));
        for (SqlToken token : body) {
            if (token.is(Kind.SEMICOLON)) {
                statements.add(new ArrayList<>());
            } else {
                statements.get(statements.size() - 1).add(token);
            }
        }
        List<SqlToken> end = statements.remove(statements.size() - 1);
        boolean isPlain = end.size() == 1
                && end.get(0).isWord("end")
                && statements.stream()
                        .allMatch(statement -> !statement.isEmpty()
                                && !statement.get(0).isString()
                                && STATEMENTS_OF_ATOMIC.contains(
                                        statement.get(0).text()));
        return isPlain
                ? objectionToText(body.subList(0, body.size() - 1), false)
                        .map(objection -> objection + ", in a routine")
                : Optional.of("has the body of a routine (BEGIN ATOMIC) whose end is in doubt");
    }
}
