package io.github.pgmt.migration.drift;

import java.util.Objects;
import java.util.Optional;

/**
 * What tenants are compared with.
 *
 * @param schema the tenant whose objects are right; empty where those of the most are
 */
public record DriftReference(Optional<String> schema) {

    /** Of the tenants with the same changesets, most are right. */
    public static final DriftReference MAJORITY = new DriftReference(Optional.empty());

    public DriftReference {
        Objects.requireNonNull(schema, "schema is null");
    }

    /** This tenant is right. */
    public static DriftReference tenant(String schema) {
        return new DriftReference(Optional.of(schema));
    }
}
