package io.github.pgmt.liquibase;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import liquibase.database.AbstractJdbcDatabase;

/** The words that Liquibase quotes where they are names, of which it only tells whether a given one is among them. */
final class ReservedWords {

    private static final String FIELD = "reservedWords";

    private ReservedWords() {}

    /** In lower case; empty for a Liquibase that keeps them elsewhere. */
    static Optional<Set<String>> of(AbstractJdbcDatabase database) {
        Set<String> words = new HashSet<>();
        boolean found = false;
        for (Class<?> kind = database.getClass(); kind != Object.class; kind = kind.getSuperclass()) {
            for (Field field : kind.getDeclaredFields()) {
                if (field.getName().equals(FIELD)) {
                    found = add(field, database, words) || found;
                }
            }
        }
        return found
                        && words.stream()
                                .map(word -> word.toUpperCase(Locale.ROOT))
                                .allMatch(database::isReservedWord)
                ? Optional.of(words)
                : Optional.empty();
    }

    private static boolean add(Field field, AbstractJdbcDatabase database, Set<String> words) {
        try {
            field.setAccessible(true);
            for (Object word : (Set<?>) field.get(database)) {
                words.add(word.toString().toLowerCase(Locale.ROOT));
            }
            return true;
        } catch (IllegalAccessException | RuntimeException e) {
            return false;
        }
    }
}
