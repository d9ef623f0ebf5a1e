package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;

/**
 * Cuts SQL text where PostgreSQL 14 and later cut it with {@code standard_conforming_strings} on. The driver's scanner
 * finds where quotes and comments end; where it and the server disagree, or two servers do, the text is unreadable.
 *
 * <p>A script of the user's is cut by the same rules, but only what makes the place of a statement's end doubtful is
 * unreadable in it. It has Liquibase's expressions in it, {@code ${name}}, and psql's commands, which begin with a backslash.
 */
public final class SqlTokens {

    /** The driver's own rule for what may be in a number is looser: PostgreSQL 14 takes {@code 1WHERE} for two tokens. */
    private static final Pattern NUMBER = Pattern.compile("0[xXoObB][0-9a-fA-F_]+|[0-9_.]+([eE][0-9]*)?");

    private final char[] sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;
    private int open;

    private final boolean isScript;

    private SqlTokens(String sql, boolean isScript) {
        this.sql = sql.toCharArray();
        this.isScript = isScript;
    }

    /** Of a script that is to be read piece by piece. */
    static SqlTokens ofScript(String sql) {
        return new SqlTokens(sql, true);
    }

    /** Where the next piece begins, which {@link #step} reads. */
    int position() {
        return at;
    }

    boolean isAtEnd() {
        return at >= sql.length;
    }

    boolean isInParentheses() {
        return open > 0;
    }

    /** Reads on; none where that was a space or a comment. */
    Optional<SqlToken> step() {
        int before = tokens.size();
        next();
        return tokens.size() > before ? Optional.of(last()) : Optional.empty();
    }

    /** All tokens but comments; the last one is {@link Kind#UNREADABLE} if the text cannot be read to its end. */
    public static List<SqlToken> of(String sql) {
        SqlTokens scan = new SqlTokens(sql, false);
        while (scan.at < scan.sql.length) {
            scan.next();
        }
        if (scan.at == scan.sql.length && scan.open > 0) {
            scan.unreadable("leaves a parenthesis open");
        }
        return scan.tokens;
    }

    private void next() {
        char c = sql[at];
        if (Parser.isSpace(c)) {
            at++;
        } else if (c == '-' && is(at + 1, '-')) {
            at = Parser.parseLineComment(sql, at) + 1;
        } else if (c == '/' && is(at + 1, '*')) {
            blockComment();
        } else if (c == '\'') {
            string(Kind.STRING, false);
        } else if (c == '"') {
            quotedName();
        } else if (c == '$') {
            dollar();
        } else if (Parser.isIdentifierStartChar(c)) {
            word();
        } else if (isDigit(at)) {
            number();
        } else {
            symbol(c);
        }
    }

    private void blockComment() {
        int end = Parser.parseBlockComment(sql, at);
        if (is(at + 2, '/') && isScript && last().is(Kind.SEMICOLON)) {
            between(); // which goes to nobody
        } else if (is(at + 2, '/')) {
            unreadable("has a comment that begins with /*/"); // which the driver takes for a whole comment
        } else if (end >= sql.length) {
            unreadable("has a comment without its end");
        } else {
            at = end + 1;
        }
    }

    private void between() {
        int depth = 0;
        do {
            boolean begins = is(at, '/') && is(at + 1, '*');
            boolean ends = is(at, '*') && is(at + 1, '/');
            depth += begins ? 1 : ends ? -1 : 0;
            at += begins || ends ? 2 : 1;
        } while (depth > 0 && at < sql.length);
        if (depth > 0) {
            unreadable("has a comment without its end");
        }
    }

    private void string(Kind kind, boolean backslashes) {
        int start = at + 1;
        do {
            at = Parser.parseSingleQuotes(sql, at, !backslashes) + 1;
        } while (is(at, '\''));
        if (at > sql.length) {
            unreadable("has a string without its end");
        } else if (kind == Kind.STRING && last().is(Kind.ESCAPE_STRING)) {
            unreadable("goes on with a string after one with escapes"); // the escapes would go on too
        } else {
            String text = text(start, at - 1);
            add(kind, kind == Kind.STRING ? text.replace("''", "'") : text);
        }
    }

    private void quotedName() {
        int start = at + 1;
        do {
            at = Parser.parseDoubleQuotes(sql, at) + 1;
        } while (is(at, '"'));
        if (at > sql.length) {
            unreadable("has a quoted name without its end");
        } else {
            add(Kind.QUOTED_NAME, text(start, at - 1));
        }
    }

    private void dollar() {
        int end = Parser.parseDollarQuotes(sql, at);
        if (end >= sql.length) {
            unreadable("has a dollar quote without its end");
        } else if (end > at) {
            int tag = new String(sql, at + 1, end - at).indexOf('$') + 2;
            String text = text(at + tag, end - tag + 1);
            at = end + 1;
            add(Kind.DOLLAR_STRING, text);
        } else if (isDigit(at + 1)) {
            at++;
            number();
        } else if (isScript && is(at + 1, '{')) {
            expression();
        } else {
            unreadable("has a dollar sign that quotes nothing"); // $$a$$$$b$$ is two strings for the server alone
        }
    }

    /** What it stands for takes no part in where statements end. */
    private void expression() {
        int start = at;
        while (at < sql.length && sql[at] != '}') {
            at++;
        }
        at = Math.min(at + 1, sql.length);
        add(Kind.OTHER, text(start, at));
    }

    private void word() {
        int start = at;
        while (at < sql.length && Parser.isIdentifierContChar(sql[at])) {
            at++;
        }
        String word = text(start, at).toLowerCase(Locale.ROOT);
        if (word.equals("e") && is(at, '\'')) {
            string(Kind.ESCAPE_STRING, true);
        } else if (word.equals("u") && is(at, '&') && is(at + 1, '\'')) {
            at++;
            string(Kind.ESCAPE_STRING, false);
        } else if (isScript && word.equals("u") && is(at, '&') && is(at + 1, '"')) {
            at++;
            quotedName();
        } else if (word.equals("u") && is(at, '&') && is(at + 1, '"')) {
            unreadable("has a name in Unicode escapes");
        } else {
            add(Kind.WORD, word);
        }
    }

    private void number() {
        int start = at;
        while (at < sql.length && (sql[at] == '.' || Parser.isIdentifierContChar(sql[at]))) {
            at++;
        }
        String number = text(start, at);
        if (isScript) {
            add(Kind.OTHER, number);
        } else if (is(at, '\'') || !NUMBER.matcher(number).matches()) {
            unreadable("has a number that goes on as something else");
        } else {
            add(Kind.OTHER, number);
        }
    }

    private void symbol(char c) {
        open += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (isScript) {
            open = Math.max(open, 0);
            scriptSymbol(c);
        } else if (c == '{' || c == '}') {
            unreadable("has a brace, which JDBC may take for one of its escapes");
        } else if (open < 0) {
            unreadable("closes a parenthesis that is not open");
        } else if (!Parser.isOperatorChar(c)) {
            unreadable(c == '\\' ? "has a backslash outside quotes" : "has a character that SQL does not have");
        } else {
            at++;
            add(c == ';' ? Kind.SEMICOLON : Kind.OTHER, String.valueOf(c));
        }
    }

    private void scriptSymbol(char c) {
        if (c == '\\') {
            unreadable("has a backslash outside quotes");
            return;
        }
        at++;
        add(c == ';' ? Kind.SEMICOLON : Kind.OTHER, String.valueOf(c));
    }

    private boolean is(int position, char c) {
        return position < sql.length && sql[position] == c;
    }

    private boolean isDigit(int position) {
        return position < sql.length && sql[position] >= '0' && sql[position] <= '9';
    }

    private String text(int from, int to) {
        return new String(sql, from, to - from);
    }

    private SqlToken last() {
        return tokens.isEmpty() ? new SqlToken(Kind.SEMICOLON, ";") : tokens.get(tokens.size() - 1);
    }

    private void add(Kind kind, String text) {
        tokens.add(new SqlToken(kind, text));
    }

    private void unreadable(String why) {
        add(Kind.UNREADABLE, why);
        at = sql.length + 1;
    }
}
