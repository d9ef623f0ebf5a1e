package io.github.pgmt.migration.changelog;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where an update of a tenant ends. Several root changelogs are as one, in their order.
 *
 * @param toTag the update ends with the first changeset that makes this tag, or that bears it in the tenant's history; empty is
 *     to the end of the changelog
 * @param changesToApply it ends after so many of the changesets that are due in the tenant, at least 1; empty is all of them.
 *     What Liquibase comes to and leaves without a row counts, and so do changesets that run with every update
 */
public record HowFar(Optional<String> toTag, OptionalInt changesToApply) {

    /** To the end of the changelog. */
    public static final HowFar WHOLE = new HowFar(Optional.empty(), OptionalInt.empty());

    public HowFar {
        if (toTag.isPresent() && changesToApply.isPresent()) {
            throw new IllegalArgumentException("An update ends at a tag or after a number of changesets, not at both.");
        }
        if (toTag.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("A tag has a name.");
        }
        if (changesToApply.isPresent() && changesToApply.getAsInt() < 1) {
            throw new IllegalArgumentException("An update applies 1 changeset or more.");
        }
    }

    /** To this tag. */
    public static HowFar toTag(String tag) {
        return new HowFar(Optional.of(tag), OptionalInt.empty());
    }

    /** So many changesets, at least 1. */
    public static HowFar changes(int count) {
        return new HowFar(Optional.empty(), OptionalInt.of(count));
    }

    /** Whether it is the whole changelog. */
    public boolean isWhole() {
        return equals(WHOLE);
    }

    /** The same for the schema that tenants share: what is counted are the tenants' changesets. */
    HowFar ofShared() {
        return new HowFar(toTag, OptionalInt.empty());
    }
}
