package io.github.pgmt.migration.drift;

import java.util.Objects;
import java.util.Optional;

/**
 * What tenants are compared with.
 *
 * @param tenant the name of the tenant whose objects are right; empty where those of the most are
 */
public record DriftReference(Optional<String> tenant) {

    /** Of the tenants with the same changesets, most are right. */
    public static final DriftReference MAJORITY = new DriftReference(Optional.empty());

    public DriftReference {
        Objects.requireNonNull(tenant, "tenant is null");
    }

    /** This tenant is right. */
    public static DriftReference tenant(String name) {
        return new DriftReference(Optional.of(name));
    }
}
