package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.failure.RunRefusedException;

/** Where an update is to end, as the user gave it; null is not given. */
public record HowFarParameters(String toTag, String changesToApply) {

    /** Of a goal that always goes to the end, or was not told otherwise. */
    public static final HowFarParameters WHOLE = new HowFarParameters(null, null);

    /** @throws RunRefusedException when it makes no sense */
    public HowFar howFar() {
        if (toTag != null && changesToApply != null) {
            throw new RunRefusedException("How far is said in two ways. Set one of -Dpgmt.toTag and "
                    + "-Dpgmt.changesToApply, not both. Nothing was done.");
        }
        if (toTag != null) {
            return tag();
        }
        return changesToApply == null ? HowFar.WHOLE : changes();
    }

    /** Whether the same again applies nothing more in a tenant that is done. */
    public boolean isRepeatable() {
        return changesToApply == null;
    }

    private HowFar tag() {
        if (toTag.isBlank()) {
            throw new RunRefusedException("-Dpgmt.toTag is blank: name a tag, or leave it out. Nothing was done.");
        }
        return HowFar.toTag(toTag);
    }

    private HowFar changes() {
        try {
            return HowFar.changes(Integer.parseInt(changesToApply.trim()));
        } catch (IllegalArgumentException e) {
            throw new RunRefusedException(
                    "-Dpgmt.changesToApply=" + changesToApply
                            + " is no number of changesets: write 1 or more, or leave it "
                            + "out for all that are due. Nothing was done.",
                    e);
        }
    }
}
