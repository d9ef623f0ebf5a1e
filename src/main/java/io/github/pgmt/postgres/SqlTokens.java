package io.github.pgmt.postgres;

import io.github.pgmt.postgres.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;

/**
 * Cuts SQL text where PostgreSQL 14 and later cut it with {@code standard_conforming_strings} on. The driver's scanner
 * finds where quotes and comments end; where it and the server disagree, or two servers do, the text is unreadable.
 */
final class SqlTokens {

    /** The driver's own rule for what may be in a number is looser: PostgreSQL 14 takes {@code 1WHERE} for two tokens. */
    private static final Pattern NUMBER = Pattern.compile("0[xXoObB][0-9a-fA-F_]+|[0-9_.]+([eE][0-9]*)?");

    private final char[] sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;
    private int open;

    private SqlTokens(String sql) {
        this.sql = sql.toCharArray();
    }

    /** All tokens but comments; the last one is {@link Kind#UNREADABLE} if the text cannot be read to its end. */
    static List<SqlToken> of(String sql) {
        SqlTokens scan = new SqlTokens(sql);
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
        if (is(at + 2, '/')) {
            unreadable("has a comment that begins with /*/"); // which the driver takes for a whole comment
        } else if (end >= sql.length) {
            unreadable("has a comment without its end");
        } else {
            at = end + 1;
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
        } else {
            unreadable("has a dollar sign that quotes nothing"); // $$a$$$$b$$ is two strings for the server alone
        }
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
        if (is(at, '\'') || !NUMBER.matcher(number).matches()) {
            unreadable("has a number that goes on as something else");
        } else {
            add(Kind.OTHER, number);
        }
    }

    private void symbol(char c) {
        open += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == '{' || c == '}') {
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
