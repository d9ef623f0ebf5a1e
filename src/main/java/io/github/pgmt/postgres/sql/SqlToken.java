package io.github.pgmt.postgres.sql;

import java.util.Set;

/**
 * A piece of SQL text.
 *
 * @param text a word in small letters; a quoted name or a string without its quotes; why the text is unreadable
 */
public record SqlToken(Kind kind, String text) {

    /** What a piece is, and what of it is the text. */
    public enum Kind {
        /** A name without quotes or a keyword; only the place tells which. */
        WORD,
        /** In double quotes; doubled ones within are still doubled. */
        QUOTED_NAME,

        /** In single quotes, of which doubled ones are made one. */
        STRING,
        /** {@code E''} or {@code U&''}, with the escapes still in it. */
        ESCAPE_STRING,

        /** What is between {@code $tag$} and {@code $tag$}. */
        DOLLAR_STRING,
        SEMICOLON,

        /** A number, or one character: {@code ::} is two tokens. In a script also {@code ${name}}. */
        OTHER,
        /** The last token: what follows cannot be told apart for sure. */
        UNREADABLE
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    /** @param word in small letters */
    public boolean isWord(String word) {
        return is(Kind.WORD) && text.equals(word);
    }

    /** @param symbol one character */
    boolean isSymbol(String symbol) {
        return is(Kind.OTHER) && text.equals(symbol);
    }

    boolean isWordOf(Set<String> words) {
        return is(Kind.WORD) && words.contains(text);
    }

    boolean isName() {
        return is(Kind.WORD) || is(Kind.QUOTED_NAME);
    }

    boolean isString() {
        return is(Kind.STRING) || is(Kind.ESCAPE_STRING) || is(Kind.DOLLAR_STRING);
    }
}
