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
final class Glob implements Predicate<String> {

    private final String text;
    private final Optional<String> name;

    /** Of one with wildcards. */
    private final Optional<Pattern> pattern;

    Glob(String text) {
        this.text = text;
        this.name = name(text);
        this.pattern = isLiteral() ? Optional.empty() : Optional.of(Pattern.compile(regex(text), Pattern.DOTALL));
    }

    String text() {
        return text;
    }

    boolean isLiteral() {
        return name.isPresent();
    }

    /** The only name that it matches, if it is without wildcards. */
    Optional<String> name() {
        return name;
    }

    @Override
    public boolean test(String other) {
        return pattern.isPresent()
                ? pattern.get().matcher(other).matches()
                : name.get().equals(other);
    }

    private static Optional<String> name(String text) {
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

    private static String regex(String text) {
        StringBuilder regex = new StringBuilder();
        int index = 0;
        while (index < text.length()) {
            boolean isEscaped = ListText.isEscape(text, index);
            int character = text.codePointAt(isEscaped ? ++index : index);
            regex.append(isEscaped ? literal(character) : regex(character));
            index += Character.charCount(character);
        }
        return regex.toString();
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
