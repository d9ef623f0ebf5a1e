package io.github.pgmt.migration.changelog;

import java.util.Objects;
import java.util.Optional;

/**
 * How changesets are to be recorded as run without running them.
 *
 * @param toTag the last changeset to record is the first that makes this tag; empty means the whole changelog
 * @param unchecked the tenant's tables need not be those that the changelog makes
 */
public record Adoption(Optional<String> toTag, boolean unchecked) {

    public Adoption {
        Objects.requireNonNull(toTag, "toTag is null");
    }
}
