package io.github.pgmt.migration.engine;

import java.util.Objects;

/**
 * What a changeset says while it runs, by Liquibase's change {@code output}.
 *
 * @param target where Liquibase says it
 * @param text of a tenant's once it has its values
 */
public record Spoken(String target, SchemaText text) {

    public Spoken {
        Objects.requireNonNull(target, "target is null");
        Objects.requireNonNull(text, "text is null");
    }
}
