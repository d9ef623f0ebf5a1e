package io.github.pgmt.report.junit;

/** Texts that XML 1.0 can hold. A name in PostgreSQL may have almost any character, and messages quote names. */
final class XmlText {

    private static final int REPLACEMENT = '\uFFFD';
    private static final int CONTROL_PICTURES = '\u2400';

    private XmlText() {}

    /**
     * A text for between tags. Control characters become their Unicode pictures (U+0001 becomes U+2401), so that what
     * differs still differs; other characters that XML forbids become U+FFFD. Tabs and line ends stay.
     */
    static String content(String text) {
        return rewritten(text, true);
    }

    /** A text for an attribute: as {@link #content}, and tabs and line ends become pictures, since parsers make them blanks. */
    static String attribute(String text) {
        return rewritten(text, false);
    }

    private static String rewritten(String text, boolean keepsLineEnds) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().map(character -> allowed(character, keepsLineEnds)).forEach(result::appendCodePoint);
        return result.toString();
    }

    private static int allowed(int character, boolean keepsLineEnds) {
        if (character < ' ') {
            boolean lineEnd = character == '\n' || character == '\r' || character == '\t';
            return lineEnd && keepsLineEnds ? character : CONTROL_PICTURES + character;
        }
        boolean loneSurrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        boolean forbidden = loneSurrogate || character == 0xFFFE || character == 0xFFFF;
        return forbidden ? REPLACEMENT : character;
    }
}
