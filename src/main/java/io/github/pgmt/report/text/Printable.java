package io.github.pgmt.report.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that may go to a terminal or onto a page. A schema's name may hold control characters that would break a line,
 * colour the rest of a log or turn the order of its letters around, or what a build server that reads the log takes for
 * a command.
 */
public final class Printable {

    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final int REPLACEMENT = '\uFFFD';
    private static final int CONTROL_PICTURES = '\u2400';
    private static final int DELETE = 0x7F;
    private static final int DELETE_PICTURE = '\u2421';

    private Printable() {}

    /** A text on one line: line ends become pictures like other control characters. */
    public static String name(String text) {
        return rewritten(text, false);
    }

    /** A text that may have several lines. */
    public static String text(String text) {
        return rewritten(text, true);
    }

    /** A text that was given colours for the console; other control characters are shown as in {@link #text}. */
    public static String coloured(String text) {
        StringBuilder result = new StringBuilder(text.length());
        Matcher colour = COLOUR.matcher(text);
        int from = 0;
        while (colour.find()) {
            result.append(characters(text.substring(from, colour.start()), true))
                    .append(colour.group());
            from = colour.end();
        }
        return BuildServerCommands.harmless(
                result.append(characters(text.substring(from), true)).toString());
    }

    private static String rewritten(String text, boolean keepsLineEnds) {
        return BuildServerCommands.harmless(characters(text, keepsLineEnds));
    }

    private static String characters(String text, boolean keepsLineEnds) {
        StringBuilder result = new StringBuilder(text.length());
        for (int index = 0; index < text.length(); index += Character.charCount(text.codePointAt(index))) {
            boolean isKept = keepsLineEnds && isLineEnd(text, index);
            result.appendCodePoint(isKept ? text.charAt(index) : shown(text.codePointAt(index)));
        }
        return result.toString();
    }

    /** A carriage return alone takes a terminal back over what it has shown. */
    private static boolean isLineEnd(String text, int index) {
        char character = text.charAt(index);
        return character == '\n' || character == '\t' || (character == '\r' && text.startsWith("\n", index + 1));
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
