package io.github.pgmt.postgres.sql;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a string with escapes stands for (PostgreSQL, "Lexical Structure"). */
final class EscapedText {

    private static final Pattern OF_E =
            Pattern.compile("(?s)\\\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))");

    private static final Pattern OF_UNICODE =
            Pattern.compile("(?s)\\\\(?:([0-9a-fA-F]{4})|\\+([0-9a-fA-F]{6})|(\\\\))");

    private static final Map<String, String> LETTERS = Map.of("b", "\b", "f", "\f", "n", "\n", "r", "\r", "t", "\t");

    private EscapedText() {}

    /** The string read as {@code E''} and as {@code U&''}, which the token does not tell apart. */
    static List<String> readings(String escaped) {
        String text = escaped.replace("''", "'");
        return List.of(
                OF_E.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(ofE(escape))),
                OF_UNICODE.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(ofUnicode(escape))));
    }

    private static String ofE(MatchResult escape) {
        if (escape.group(1) != null) {
            return character(escape.group(1), 8);
        }
        for (int group = 2; group <= 4; group++) {
            if (escape.group(group) != null) {
                return character(escape.group(group), 16);
            }
        }
        return LETTERS.getOrDefault(escape.group(5), escape.group(5));
    }

    private static String ofUnicode(MatchResult escape) {
        return escape.group(3) != null
                ? escape.group(3)
                : character(escape.group(1) == null ? escape.group(2) : escape.group(1), 16);
    }

    /** One that there is not is refused by the server. */
    private static String character(String digits, int radix) {
        long code = Long.parseLong(digits, radix);
        return code <= Character.MAX_CODE_POINT ? Character.toString((int) code) : "";
    }
}
