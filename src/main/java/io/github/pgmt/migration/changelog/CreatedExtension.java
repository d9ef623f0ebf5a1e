package io.github.pgmt.migration.changelog;

import java.util.Objects;
import java.util.Optional;

/**
 * An extension that an SQL text creates.
 *
 * @param schema the one that the text names for it; empty where it would be the first of the {@code search_path}
 * @param unlessThere whether the text may do without where the database has it: {@code IF NOT EXISTS}, or code that decides
 */
public record CreatedExtension(String name, Optional<String> schema, boolean unlessThere) {

    public CreatedExtension {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(schema, "schema is null");
    }
}
