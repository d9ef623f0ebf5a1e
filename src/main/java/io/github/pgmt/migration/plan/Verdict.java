package io.github.pgmt.migration.plan;

import io.github.pgmt.migration.ChangeSetId;
import java.util.ArrayList;
import java.util.List;

/**
 * What the plan says of one tenant as it is now.
 *
 * @param sentences why, where it is stale or would get something else
 * @param changed where it has what was planned for, and would get something else: what differs
 * @param left where the user limits how many changesets are applied, and it has some of the planned ones: the others, which are
 *     not as many; empty where no further limit is needed
 */
public record Verdict(Kind kind, String sentences, List<ChangeSetId> changed, List<ChangeSetId> left) {

    /** In which way the tenant is as it was, or is not. */
    public enum Kind {
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

    private static final int SHOWN = 10;

    static Verdict of(Kind kind) {
        return new Verdict(kind, "", List.of(), List.of());
    }

    static Verdict left(List<PlannedChangeSet> changeSets) {
        return new Verdict(
                Kind.AS_PLANNED,
                "",
                List.of(),
                changeSets.stream().map(PlannedChangeSet::id).toList());
    }

    static Verdict stale(String sentences) {
        return new Verdict(Kind.STALE, sentences, List.of(), List.of());
    }

    static Verdict changed(List<ChangeSetId> changeSets) {
        List<String> names = new ArrayList<>(
                changeSets.stream().map(ChangeSetId::toString).limit(SHOWN).toList());
        if (changeSets.size() > SHOWN) {
            names.add("and " + (changeSets.size() - SHOWN) + " more");
        }
        String sentence = "The changelog is not the one that was planned. These are new, changed or gone: "
                + String.join("; ", names) + ".";
        return new Verdict(Kind.CHANGED, sentence, changeSets, List.of());
    }
}
