package io.github.pgmt.tenant.message;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words of a command line in a form that a POSIX shell takes for the text itself, and that can be printed anywhere. */
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:@%+=,-]+");

    /** A terminal does not show these as they are, and what a build server takes for a command is not printed as it is. */
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]|##|::");

    /** What keeps a meaning in double quotes, {@code !} on a terminal. */
    private static final Pattern ACTIVE = Pattern.compile("[$`\"\\\\!]");

    private ShellWord() {}

    /** The text as one word, in quotes only where it needs them. */
    public static String quoted(String text) {
        if (NOT_SHOWN.matcher(text).find()) {
            return printed(text);
        }
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        // Double quotes where they do: other shells know them too.
        return ACTIVE.matcher(text).find() ? "'" + escaped(text) + "'" : "\"" + text + "\"";
    }

    /** All that a text may look like as part of a quoted one. */
    public static Stream<String> partsOf(String text) {
        return Stream.of(text, escaped(text), octal(text)).distinct();
    }

    private static String escaped(String text) {
        return text.replace("'", "'\\''");
    }

    /** Has the shell make the text of its bytes; an option's name stays readable. */
    private static String printed(String text) {
        int value = text.indexOf('=') + 1;
        String name = text.substring(0, value);
        if (!PLAIN.matcher(name).matches() || NOT_SHOWN.matcher(name).find()) {
            return "\"$(printf '" + octal(text) + "')\"";
        }
        return "\"" + name + "$(printf '" + octal(text.substring(value)) + "')\"";
    }

    private static String octal(String text) {
        StringBuilder printed = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = unit >= '0' && unit <= '9' || unit >= 'A' && unit <= 'Z' || unit >= 'a' && unit <= 'z';
            printed.append(isPlain ? Character.toString(unit) : String.format("\\%03o", unit & 0xFF));
        }
        return printed.toString();
    }
}
