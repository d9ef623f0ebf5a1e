package io.github.pgmt.postgres;

import io.github.pgmt.tenant.InvalidSelectionException;
import java.util.Objects;
import java.util.Optional;

/** {@code schemaPrefix}: what the schemas of all tenants begin with, character by character; perhaps nothing. */
record SchemaPrefix(String text) {

    SchemaPrefix {
        Objects.requireNonNull(text, "text is null");
    }

    /** @throws InvalidSelectionException when it is there and blank: an unset variable must never mean "all schemas" */
    static SchemaPrefix of(Optional<String> configured) {
        if (configured.filter(String::isBlank).isPresent()) {
            throw new InvalidSelectionException(
                    "-Dpgmt.schemaPrefix is empty. Leave it out when the tenants' schemas have no common prefix.");
        }
        return new SchemaPrefix(configured.orElse(""));
    }

    boolean isOf(String schema) {
        return schema.startsWith(text);
    }

    /** The schema without the prefix; a schema that has another beginning stays as it is. */
    String remove(String schema) {
        return isOf(schema) ? schema.substring(text.length()) : schema;
    }

    String add(String name) {
        return text + name;
    }
}
