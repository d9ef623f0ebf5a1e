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
 * @param node the server that it is on, where that is another one than we are connected to
 */
public record SchemaSize(int tables, long bytes, Optional<Failure> problem, Optional<String> node) {

    /** There is nothing, or no schema. */
    public static final SchemaSize NONE = new SchemaSize(0, 0, Optional.empty());

    /** Nobody could look. */
    public static SchemaSize unknown(Failure why) {
        return new SchemaSize(0, 0, Optional.of(why));
    }

    public SchemaSize {
        Objects.requireNonNull(problem, "problem is null");
        Objects.requireNonNull(node, "node is null");
    }

    /** On the server that we are connected to. */
    public SchemaSize(int tables, long bytes, Optional<Failure> problem) {
        this(tables, bytes, problem, Optional.empty());
    }

    /** With what of it is on this node. */
    public SchemaSize on(String other, long more) {
        return new SchemaSize(tables, bytes + more, problem, Optional.of(other));
    }
}
