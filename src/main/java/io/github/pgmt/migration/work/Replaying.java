package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Way;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether and how a run plans changesets once for many tenants.
 *
 * @param on false means that Liquibase runs every changeset in every tenant
 * @param pilot the schema that is to go first in its cohort; empty means the first of the cohort in order
 * @param proof what every result has to be confirmed by
 */
public record Replaying(boolean on, Optional<String> pilot, Way.Verified proof) {

    /** As it is unless the user says otherwise. */
    public static final Replaying DEFAULT = new Replaying(true, Optional.empty(), Way.Verified.CATALOG);

    /** Every tenant through Liquibase. */
    public static final Replaying OFF = new Replaying(false, Optional.empty(), Way.Verified.HISTORY);

    public Replaying {
        Objects.requireNonNull(pilot, "pilot is null");
        Objects.requireNonNull(proof, "proof is null");
    }
}
