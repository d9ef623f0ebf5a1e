package io.github.pgmt.postgres.sql;

import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Divides a script of the user's into statements where PostgreSQL's own client divides it: at semicolons that are not in
 * quotes, comments, parentheses or the body of a routine in SQL ({@code BEGIN ATOMIC … END}).
 */
public final class SqlScript {

    /** Why a script cannot be divided, or has something that is no SQL for the server. */
    public static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1;

        private UnreadableException(int line, String what) {
            super("line " + line + " " + what);
        }
    }

    private static final Set<String> INPUT_OR_OUTPUT = Set.of("stdin", "stdout");

    private final String text;
    private final SqlTokens tokens;
    private final List<SqlFile.Statement> statements = new ArrayList<>();
    private List<SqlToken> statement = new ArrayList<>();
    private final RoutineBody body = new RoutineBody();
    private int start;
    private int line = 1;
    private int counted;

    private SqlScript(String text) {
        this.text = text;
        this.tokens = SqlTokens.ofScript(text);
    }

    /**
     * The statements without the semicolons between them; what stands before the first word of one, too, is left out.
     *
     * @throws UnreadableException with the line, as the end of a sentence that begins with the file
     */
    public static List<SqlFile.Statement> divide(String text) throws UnreadableException {
        SqlScript script = new SqlScript(text);
        script.read();
        return script.statements;
    }

    private void read() throws UnreadableException {
        while (!tokens.isAtEnd()) {
            int position = tokens.position();
            Optional<SqlToken> token = tokens.step();
            if (token.isPresent()) {
                read(token.get(), position);
            }
        }
        end(text.length());
    }

    private void read(SqlToken token, int position) throws UnreadableException {
        if (token.is(Kind.UNREADABLE)) {
            requireNoCopyOverTheConnection();
            throw unreadable(token, position);
        }
        if (token.is(Kind.SEMICOLON) && !body.isOpen() && !tokens.isInParentheses()) {
            end(position);
            return;
        }
        if (statement.isEmpty()) {
            start = position;
        }
        statement.add(token);
        body.read(statement);
    }

    private void end(int position) throws UnreadableException {
        if (statement.isEmpty()) {
            return;
        }
        requireNoCopyOverTheConnection();
        int at = lineOf(start);
        if (TransactionControl.endsOrBegins(statement)) {
            throw new UnreadableException(
                    at,
                    "has " + statement.get(0).text().toUpperCase(Locale.ROOT)
                            + ", but a file is one transaction, which pgmt "
                            + "begins and ends. Take it out; what is to be committed by itself goes into a file of its own.");
        }
        boolean hasBackslash = statement.stream()
                .anyMatch(token -> token.is(Kind.STRING) && token.text().indexOf('\\') >= 0);
        statements.add(new SqlFile.Statement(at, text.substring(start, position).stripTrailing(), hasBackslash));
        statement = new ArrayList<>();
        body.end();
    }

    private void requireNoCopyOverTheConnection() throws UnreadableException {
        if (copiesOverTheConnection()) {
            throw new UnreadableException(
                    lineOf(start),
                    "has a COPY from or to the client, which only psql has rows for. Write INSERT statements, or name a file "
                            + "that the server can read.");
        }
    }

    private boolean copiesOverTheConnection() {
        if (statement.isEmpty() || !statement.get(0).isWord("copy")) {
            return false;
        }
        for (int at = 1; at < statement.size(); at++) {
            SqlToken before = statement.get(at - 1);
            if (statement.get(at).isWordOf(INPUT_OR_OUTPUT) && (before.isWord("from") || before.isWord("to"))) {
                return true;
            }
        }
        return false;
    }

    private UnreadableException unreadable(SqlToken token, int position) {
        int at = lineOf(position);
        if (text.charAt(position) != '\\') {
            return new UnreadableException(at, token.text() + ".");
        }
        String command = text.substring(position).lines().findFirst().orElse("").split("\\s", 2)[0];
        return new UnreadableException(
                at,
                "has " + command.toLowerCase(Locale.ROOT)
                        + ", a command of psql, which the server does not know. Write what "
                        + "it stands for in SQL; a further file is a further entry of the parameter.");
    }

    /** Asked for in the order of the positions. */
    private int lineOf(int position) {
        for (; counted < position; counted++) {
            boolean ends =
                    text.charAt(counted) == '\n' || text.charAt(counted) == '\r' && !text.startsWith("\n", counted + 1);
            line += ends ? 1 : 0;
        }
        return line;
    }
}
