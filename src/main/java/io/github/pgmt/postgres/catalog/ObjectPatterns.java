package io.github.pgmt.postgres.catalog;

import java.util.List;

/** Globs on objects as they are printed, as PostgreSQL's {@code LIKE} has them. */
final class ObjectPatterns {

    private static final String ESCAPABLE = "\\*?,";

    private ObjectPatterns() {}

    static List<String> of(List<String> globs) {
        return globs.stream().map(ObjectPatterns::pattern).toList();
    }

    private static String pattern(String glob) {
        StringBuilder pattern = new StringBuilder();
        for (int index = 0; index < glob.length(); index++) {
            char character = glob.charAt(index);
            if (character == '\\' && index + 1 < glob.length() && ESCAPABLE.indexOf(glob.charAt(index + 1)) >= 0) {
                pattern.append(literal(glob.charAt(++index)));
            } else {
                pattern.append(
                        switch (character) {
                            case '*' -> "%";
                            case '?' -> "_";
                            default -> literal(character);
                        });
            }
        }
        return pattern.toString();
    }

    private static String literal(char character) {
        return (character == '%' || character == '_' || character == '\\' ? "\\" : "") + character;
    }
}
