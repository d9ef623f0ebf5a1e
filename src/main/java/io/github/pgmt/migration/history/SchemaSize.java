package io.github.pgmt.migration.history;

import io.github.pgmt.migration.Failure;
import java.util.Objects;
import java.util.Optional;

/**
 * How much is in a schema.
 *
 * @param tables without Liquibase's two; each partition is one
 * @param bytes on disk, with indexes and Liquibase's tables
 * @param problem why the bytes could not be found out
 */
public record SchemaSize(int tables, long bytes, Optional<Failure> problem) {

    /** There is nothing, or no schema. */
    public static final SchemaSize NONE = new SchemaSize(0, 0, Optional.empty());

    /** Nobody could look. */
    public static SchemaSize unknown(Failure why) {
        return new SchemaSize(0, 0, Optional.of(why));
    }

    public SchemaSize {
        Objects.requireNonNull(problem, "problem is null");
    }
}
