package io.github.pgmt.tenant.message;

import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts of a message that whoever prints it has a say in. They are marked in the text with the character NUL, which
 * PostgreSQL can neither store nor send, so no name, row or error of a tenant's can look like such a part.
 */
public final class MessageText {

    /** What stands in place of a text that is left out. */
    public static final String LEFT_OUT = "\u2026";

    private static final String MARK = "\0";
    private static final String STARTS = "mvn pgmt:";

    /** A command has its length before it, so that a text ends as it is shown; what quotes rows has marks on both sides. */
    private static final Pattern PART =
            Pattern.compile("\0c(?<length>\\d+)\0|\0r(?<rows>[^\0]*)(?:\0(?<instead>[^\0]*))?(?:\0|\\z)");

    private MessageText() {}

    static String command(String line) {
        return MARK + "c" + line.length() + MARK + line;
    }

    /** Marks a text that may quote a tenant's rows. */
    public static String ofRows(String text) {
        return ofRows(text, LEFT_OUT);
    }

    /**
     * Marks a text that may quote a tenant's rows.
     *
     * @param instead what is shown where that must not be
     */
    public static String ofRows(String text, String instead) {
        return MARK + "r" + plain(text) + MARK + instead + MARK;
    }

    /** The text without its marks. */
    public static String plain(String text) {
        return shown(text, (goal, options) -> STARTS + goal + options, true);
    }

    /**
     * The text as it is printed.
     *
     * @param command makes a command line of a goal and its options, which begin with a blank or are empty
     * @param showsRows whether texts that may quote a tenant's rows are shown
     */
    public static String shown(String text, BinaryOperator<String> command, boolean showsRows) {
        return rewritten(
                text,
                UnaryOperator.identity(),
                line -> commandLine(line, command),
                (rows, instead) -> showsRows ? rows : instead);
    }

    private static String commandLine(String content, BinaryOperator<String> command) {
        if (!content.startsWith(STARTS)) {
            return content;
        }
        int blank = content.indexOf(' ', STARTS.length());
        int end = blank < 0 ? content.length() : blank;
        return command.apply(content.substring(STARTS.length(), end), content.substring(end));
    }

    /** Changes the text outside of its marked parts. */
    public static String outside(String text, UnaryOperator<String> change) {
        return rewritten(text, change, MessageText::command, MessageText::ofRows);
    }

    /** A part that was cut goes on to the end. */
    private static String rewritten(
            String text, UnaryOperator<String> words, UnaryOperator<String> command, BinaryOperator<String> rows) {
        StringBuilder result = new StringBuilder();
        Matcher part = PART.matcher(text);
        int from = 0;
        while (part.find(from)) {
            result.append(words.apply(text.substring(from, part.start())));
            from = part.end();
            if (part.group("rows") == null) {
                int end = Math.min(from + Integer.parseInt(part.group("length")), text.length());
                result.append(command.apply(text.substring(from, end)));
                from = end;
            } else {
                result.append(
                        rows.apply(part.group("rows"), Objects.requireNonNullElse(part.group("instead"), LEFT_OUT)));
            }
        }
        return result.append(words.apply(text.substring(from))).toString();
    }
}
