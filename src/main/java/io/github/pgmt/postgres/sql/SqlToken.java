package io.github.pgmt.postgres.sql;

import java.util.Set;

/**
 * A piece of SQL text.
 *
 * @param text a word in small letters; a quoted name or a string without its quotes; why the text is unreadable
 */
public record SqlToken(Kind kind, String text) {

    public enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        /** {@code E''} or {@code U&''}, with the escapes still in it. */
        ESCAPE_STRING,
        DOLLAR_STRING,
        SEMICOLON,
        OTHER,
        /** The last token: what follows cannot be told apart for sure. */
        UNREADABLE
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    public boolean isWord(String word) {
        return is(Kind.WORD) && text.equals(word);
    }

    boolean isWordOf(Set<String> words) {
        return is(Kind.WORD) && words.contains(text);
    }
}
