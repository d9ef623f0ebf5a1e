package io.github.pgmt.report.text;

import java.util.regex.Pattern;

/**
 * Commands that build servers find in the log of a build and obey, whoever wrote them there. They are kept readable: one
 * character becomes its full-width form.
 */
final class BuildServerCommands {

    /**
     * {@code ##vso[…]}, {@code ##teamcity[…]}, {@code ##[error]}: Azure Pipelines, TeamCity and GitHub take them
     * anywhere in a line.
     */
    private static final Pattern BRACKETED = Pattern.compile("##(?=[\\w.-]*\\[)");

    /** GitHub takes {@code ::name …::} where a line begins; white space is not minded, and colours are counted as such here. */
    private static final Pattern AT_START = Pattern.compile(
            "^(BLANK(?:\\u001B\\[[0-9;]*mBLANK)*):(?=:[^\\n]*::)".replace("BLANK", "[[\\s\\p{Z}\\uFEFF]&&[^\\n]]*+"),
            Pattern.MULTILINE);

    /** What may come to stand where a line begins. A cast of SQL has no name of these with another {@code ::} after it. */
    private static final Pattern KNOWN = Pattern.compile(
            "(?<![\\w:]):(?=:(?:error|warning|notice|debug|group|endgroup"
                    + "|add-mask|add-matcher|remove-matcher|add-path|set-env|set-output|save-state|stop-commands|echo)\\b[^\\n]*::)",
            Pattern.CASE_INSENSITIVE);

    private BuildServerCommands() {}

    /** The text without anything that a build server obeys. */
    static String harmless(String text) {
        if (!text.contains("##") && !text.contains("::")) {
            return text;
        }
        String bracketed = BRACKETED.matcher(text).replaceAll("\uFF03#");
        String started = AT_START.matcher(bracketed).replaceAll("$1\uFF1A");
        return KNOWN.matcher(started).replaceAll("\uFF1A");
    }
}
