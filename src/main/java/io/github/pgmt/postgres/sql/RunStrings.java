package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds strings that may be run as statements: those that a function is called with, and in a routine with {@code EXECUTE} all,
 * since any may come to it by a variable. Others are values and messages, whatever they say.
 */
final class RunStrings {

    /** Before a parenthesis, these call nothing. */
    private static final Set<String> NO_FUNCTIONS = Set.of(
            "all",
            "and",
            "any",
            "as",
            "between",
            "by",
            "case",
            "check",
            "default",
            "distinct",
            "else",
            "enum",
            "options",
            "to",
            "elsif",
            "except",
            "exists",
            "filter",
            "from",
            "having",
            "if",
            "in",
            "intersect",
            "into",
            "is",
            "join",
            "lateral",
            "like",
            "ilike",
            "limit",
            "materialized",
            "not",
            "on",
            "or",
            "over",
            "return",
            "returning",
            "row",
            "select",
            "set",
            "some",
            "then",
            "union",
            "using",
            "values",
            "when",
            "where",
            "while",
            "with");

    private static final Set<String> LEVELS = Set.of("debug", "log", "info", "notice", "warning", "exception");

    /** Behind EXECUTE, where it runs no string. */
    private static final Set<String> EXECUTED_OTHERWISE = Set.of("function", "procedure", "on");

    /** {@code CREATE TABLE}, with IF NOT EXISTS or without. */
    private static final Set<String> BEFORE_TABLE = Set.of("table", "exists");

    private final List<SqlToken> tokens;
    private final BitSet arguments = new BitSet();
    private final boolean any;

    private RunStrings(List<SqlToken> tokens, boolean any) {
        this.tokens = tokens;
        this.any = any;
        findArguments();
    }

    /** Of a statement that runs no strings but by a function. */
    static RunStrings ofStatement(List<SqlToken> statement) {
        return new RunStrings(statement, false);
    }

    static RunStrings ofRoutine(List<SqlToken> tokens) {
        for (int at = 0; at < tokens.size(); at++) {
            if (tokens.get(at).isWord("execute") && !SqlWords.after(tokens, at).isWordOf(EXECUTED_OTHERWISE)) {
                return new RunStrings(tokens, true);
            }
        }
        return new RunStrings(tokens, false);
    }

    private void findArguments() {
        Deque<Boolean> open = new ArrayDeque<>();
        for (int at = 0; at < tokens.size(); at++) {
            SqlToken token = tokens.get(at);
            if (token.isSymbol("(")) {
                open.push(isCall(at - 1) || !open.isEmpty() && open.peek());
            } else if (token.isSymbol(")")) {
                open.poll();
            }
            arguments.set(at, !open.isEmpty() && open.peek());
        }
    }

    /** Whether a parenthesis behind this calls a function; the columns of a table that is made are in some as well. */
    private boolean isCall(int name) {
        if (name < 0 || !tokens.get(name).isName() || tokens.get(name).isWordOf(NO_FUNCTIONS)) {
            return false;
        }
        return !SqlWords.before(tokens, beginOfOperand(name)).isWordOf(BEFORE_TABLE);
    }

    /** Why the string at this place must not be there, as the end of a sentence that begins with its statement. */
    Optional<String> objection(int at) {
        SqlToken string = tokens.get(at);
        if (!string.isString() || isMessage(at) || !any && !arguments.get(at)) {
            return Optional.empty();
        }
        return SqlWords.after(tokens, at).isWord("uescape")
                ? Optional.of("may run a string with escapes of its own (UESCAPE)")
                : LooseText.objection(string, isContinued(at));
    }

    /** The format of RAISE. */
    private boolean isMessage(int at) {
        SqlToken before = SqlWords.before(tokens, at);
        return before.isWord("raise")
                || before.isWordOf(LEVELS) && SqlWords.before(tokens, at - 1).isWord("raise");
    }

    /** Whether it is put behind others, the first of which begins a statement that none of them ends. */
    private boolean isContinued(int at) {
        int first = at;
        while (first > 2
                && tokens.get(first - 1).isSymbol("|")
                && tokens.get(first - 2).isSymbol("|")) {
            int before = beginOfOperand(first - 3);
            if (tokens.subList(before, first).stream().anyMatch(RunStrings::hasEnd)) {
                return false;
            }
            first = before;
        }
        return first < at
                && !hasEnd(tokens.get(at))
                && tokens.get(first).is(Kind.STRING)
                && LooseText.isBegun(tokens.get(first));
    }

    private static boolean hasEnd(SqlToken token) {
        return token.isString() && (token.text().contains(";") || token.is(Kind.ESCAPE_STRING));
    }

    private int beginOfOperand(int end) {
        int begin = end;
        if (tokens.get(end).isSymbol(")")) {
            int open = 0;
            do {
                open += tokens.get(begin).isSymbol(")") ? 1 : tokens.get(begin).isSymbol("(") ? -1 : 0;
                begin--;
            } while (open > 0 && begin > 0);
            begin = Math.max(begin, 0);
            if (!tokens.get(begin).isName()) {
                return begin + 1;
            }
        }
        while (begin > 1
                && tokens.get(begin - 1).isSymbol(".")
                && tokens.get(begin - 2).isName()) {
            begin -= 2;
        }
        return begin;
    }
}
