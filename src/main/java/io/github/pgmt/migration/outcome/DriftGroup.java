package io.github.pgmt.migration.outcome;

import java.util.Objects;
import java.util.Optional;

/**
 * Tenants with the same changesets.
 *
 * @param changeSets how many these are
 * @param edited how many of them other tenants have with another checksum, and so in another group
 * @param ownChecksums how many tenants have some of them with a checksum that no other tenant has, and were compared all the same
 * @param tenants how many tenants were compared
 * @param alike how many of them are as the one that they are compared with, itself included
 * @param reference the name of that one; empty where none was compared
 * @param byMajority whether it was chosen since most are as it is
 * @param doubt what makes the choice doubtful
 * @param ownNames how many are alike only if each tenant's own name in the names of its objects is the same as another's
 */
public record DriftGroup(
        int changeSets,
        int edited,
        int ownChecksums,
        int tenants,
        int alike,
        Optional<String> reference,
        boolean byMajority,
        Optional<String> doubt,
        int ownNames) {

    public DriftGroup {
        Objects.requireNonNull(reference, "reference is null");
        Objects.requireNonNull(doubt, "doubt is null");
    }

    /** {@code majority 981/985}, or {@code tenant acme}. */
    public String chosen() {
        return byMajority ? "majority " + alike + "/" + tenants : "tenant " + reference.orElse("");
    }
}
