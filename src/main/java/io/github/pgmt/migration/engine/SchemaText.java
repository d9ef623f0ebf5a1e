package io.github.pgmt.migration.engine;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An SQL text that is the same for many tenants but for the name of their schema.
 *
 * @param parts what stands between the places at which the quoted name goes; a text that does not name the schema has one
 */
public record SchemaText(List<String> parts) {

    public SchemaText {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("A text has at least one part.");
        }
    }

    /** The text with open places wherever it has this quoted name. */
    public static SchemaText of(String text, String quotedName) {
        return new SchemaText(Arrays.asList(text.split(Pattern.quote(quotedName), -1)));
    }

    /** The text for the schema of this quoted name. */
    public String in(String quotedName) {
        return String.join(quotedName, parts);
    }
}
