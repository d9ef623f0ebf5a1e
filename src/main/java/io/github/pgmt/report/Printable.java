package io.github.pgmt.report;

import java.util.function.UnaryOperator;

/**
 * Texts that may go to a terminal or onto a page. A schema's name may hold control characters that would break a line, colour the rest
 * of a log or turn the order of its letters around.
 */
public final class Printable {

    private static final int REPLACEMENT = '\uFFFD';
    private static final int CONTROL_PICTURES = '\u2400';
    private static final int DELETE = 0x7F;
    private static final int DELETE_PICTURE = '\u2421';

    private Printable() {}

    /** Rewrites what a run says into what can be shown: names on one line, messages without secrets. */
    public static TextRewriting rewriting(UnaryOperator<String> redact) {
        return new TextRewriting(Printable::name, message -> text(redact.apply(message)));
    }

    /** A text on one line: line ends become pictures like other control characters. */
    public static String name(String text) {
        return rewritten(text, false);
    }

    /** A text that may have several lines. */
    public static String text(String text) {
        return rewritten(text, true);
    }

    private static String rewritten(String text, boolean keepsLineEnds) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .map(character -> keepsLineEnds && isLineEnd(character) ? character : shown(character))
                .forEach(result::appendCodePoint);
        return result.toString();
    }

    private static boolean isLineEnd(int character) {
        return character == '\n' || character == '\r' || character == '\t';
    }

    private static int shown(int character) {
        if (character < ' ') {
            return CONTROL_PICTURES + character;
        }
        if (character == DELETE) {
            return DELETE_PICTURE;
        }
        boolean isHidden = Character.isISOControl(character)
                || isDirectionChange(character)
                || character == '\u2028'
                || character == '\u2029';
        return isHidden ? REPLACEMENT : character;
    }

    private static boolean isDirectionChange(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }
}
