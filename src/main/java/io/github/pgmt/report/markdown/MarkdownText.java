package io.github.pgmt.report.markdown;

import io.github.pgmt.report.text.Printable;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pieces of Markdown with somebody else's text in them. Code spans and indented code are the two places where Markdown,
 * and what GitHub adds to it (mentions, links, emoji, mathematics), takes every character for itself.
 */
final class MarkdownText {

    private static final int CODE_LENGTH = 300;
    private static final int MESSAGE_LENGTH = 1000;
    private static final int MESSAGE_LINES = 20;

    private MarkdownText() {}

    /** The text on one line as code. */
    static String code(String text) {
        String shown = cut(Printable.name(text), CODE_LENGTH);
        String fence = "`".repeat(unusedLength(shown));
        boolean needsRoom = shown.isEmpty() || shown.startsWith("`") || shown.endsWith("`") || losesBlanks(shown);
        return needsRoom ? fence + " " + shown + " " + fence : fence + shown + fence;
    }

    /** Markdown takes a blank away at both ends, except where there are only blanks. */
    private static boolean losesBlanks(String text) {
        return text.startsWith(" ") && text.endsWith(" ") && text.chars().anyMatch(character -> character != ' ');
    }

    /**
     * The shortest length that no run of backticks in the text has; not one more than the longest, since renderers take
     * fences to some length only.
     */
    private static int unusedLength(String text) {
        BitSet used = new BitSet();
        used.set(0);
        int run = 0;
        for (int index = 0; index < text.length(); index++) {
            run = text.charAt(index) == '`' ? run + 1 : 0;
            boolean ends = index + 1 == text.length() || text.charAt(index + 1) != '`';
            if (ends) {
                used.set(run);
            }
        }
        return used.nextClearBit(0);
    }

    /** The lines of a message, not endlessly many. */
    static List<String> message(String text) {
        return lines(cut(Printable.text(text), MESSAGE_LENGTH))
                .limit(MESSAGE_LINES)
                .toList();
    }

    /** Whether a message is longer than what is shown of it. */
    static boolean isCut(String text) {
        return text.codePointCount(0, text.length()) > MESSAGE_LENGTH
                || lines(text).count() > MESSAGE_LINES;
    }

    private static Stream<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).map(String::stripTrailing);
    }

    /** A line of its own in indented code. */
    static String line(String text) {
        return cut(Printable.name(text), CODE_LENGTH);
    }

    private static String cut(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length)) + "\u2026";
    }
}
