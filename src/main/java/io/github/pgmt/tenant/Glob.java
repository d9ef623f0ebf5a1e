package io.github.pgmt.tenant;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern for schema names: {@code *} is any run of characters, {@code ?} is one character, a backslash takes the meaning
 * from these two, from a comma and from a backslash ({@link ListText}), everything else is itself. It matches the whole name
 * and minds case. (The JDK's own globs are for paths: a slash, braces and brackets mean something in them, and all of these
 * may stand in a schema's name.)
 */
record Glob(String text) implements Predicate<String> {

    boolean isLiteral() {
        return name().isPresent();
    }

    /** The only name that it matches, if it is without wildcards. */
    Optional<String> name() {
        StringBuilder name = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            if (ListText.isEscape(text, index)) {
                index++;
            } else if (isWildcard(text.charAt(index))) {
                return Optional.empty();
            }
            name.append(text.charAt(index));
        }
        return Optional.of(name.toString());
    }

    @Override
    public boolean test(String name) {
        return name().map(name::equals).orElseGet(() -> regex().matcher(name).matches());
    }

    private Pattern regex() {
        StringBuilder regex = new StringBuilder();
        int index = 0;
        while (index < text.length()) {
            boolean isEscaped = ListText.isEscape(text, index);
            int character = text.codePointAt(isEscaped ? ++index : index);
            regex.append(isEscaped ? literal(character) : regex(character));
            index += Character.charCount(character);
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static String regex(int character) {
        return switch (character) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> literal(character);
        };
    }

    private static String literal(int character) {
        return Pattern.quote(Character.toString(character));
    }

    private static boolean isWildcard(char character) {
        return character == '*' || character == '?';
    }
}
