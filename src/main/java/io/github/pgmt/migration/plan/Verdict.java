package io.github.pgmt.migration.plan;

import io.github.pgmt.migration.ChangeSetId;
import java.util.List;

/**
 * What the plan says of one tenant as it is now.
 *
 * @param sentences why, where it is stale
 * @param changed where it has what was planned for, and would get something else: what differs
 */
record Verdict(Kind kind, String sentences, List<ChangeSetId> changed) {

    enum Kind {
        /** It gets what was planned, or what is left of that. */
        AS_PLANNED,
        /** It has all that was planned, and what would be due now was not. */
        DONE,
        /** It is not as it was. */
        STALE,
        /** It is as it was; so it is the changelog that is another one. */
        CHANGED,
        /** The plan does not have it. */
        NOT_PLANNED
    }

    static Verdict of(Kind kind) {
        return new Verdict(kind, "", List.of());
    }

    static Verdict stale(String sentences) {
        return new Verdict(Kind.STALE, sentences, List.of());
    }

    static Verdict changed(List<ChangeSetId> changeSets) {
        return new Verdict(Kind.CHANGED, "", changeSets);
    }
}
