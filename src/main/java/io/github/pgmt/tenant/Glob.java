package io.github.pgmt.tenant;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern for schema names: {@code *} is any run of characters, {@code ?} is one character, everything else is itself.
 * It matches the whole name and minds case. (The JDK's own globs are for paths: a slash, braces and brackets mean
 * something in them, and all of these may stand in a schema's name.)
 */
record Glob(String text) implements Predicate<String> {

    boolean isLiteral() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    @Override
    public boolean test(String name) {
        return isLiteral() ? name.equals(text) : regex().matcher(name).matches();
    }

    private Pattern regex() {
        StringBuilder regex = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(character)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
