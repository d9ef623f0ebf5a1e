package io.github.pgmt.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lists of globs in one text, separated by commas. A backslash takes the meaning from the comma, {@code *}, {@code ?} or
 * backslash after it; before any other character it stands for itself.
 */
public final class ListText {

    private static final String SPECIAL = "\\*?,";
    private static final Pattern ESCAPED_IN_NAME = Pattern.compile("\\\\([\\\\,])");

    private ListText() {}

    /** The glob that matches this name alone, as it is written in a list. */
    public static String literal(String name) {
        StringBuilder glob = new StringBuilder();
        name.chars()
                .forEach(unit ->
                        glob.append(SPECIAL.indexOf(unit) < 0 ? "" : "\\").append((char) unit));
        return glob.toString();
    }

    /** The name as it is written in a list of names that are no globs: there only comma and backslash have a meaning. */
    public static String name(String name) {
        return name.replace("\\", "\\\\").replace(",", "\\,");
    }

    /** The name that an entry of such a list means. */
    public static String named(String entry) {
        return ESCAPED_IN_NAME.matcher(entry).replaceAll("$1");
    }

    /** Whether the entry ends with a backslash that would take the meaning from a comma after it. */
    public static boolean endsInsideAnEscape(String entry) {
        return split(entry + ",").size() == 1;
    }

    /** The entries without white space around them, backslashes as written; an empty one is an empty text. */
    public static List<String> split(String list) {
        List<String> entries = new ArrayList<>();
        int start = 0;
        for (int index = 0; index < list.length(); index++) {
            if (isEscape(list, index)) {
                index++;
            } else if (list.charAt(index) == ',') {
                entries.add(list.substring(start, index).trim());
                start = index + 1;
            }
        }
        entries.add(list.substring(start).trim());
        return List.copyOf(entries);
    }

    /** Whether the character there takes the meaning from the next one. */
    static boolean isEscape(String text, int index) {
        return text.charAt(index) == '\\' && index + 1 < text.length() && SPECIAL.indexOf(text.charAt(index + 1)) >= 0;
    }
}
