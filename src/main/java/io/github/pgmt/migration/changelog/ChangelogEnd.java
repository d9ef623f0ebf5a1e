package io.github.pgmt.migration.changelog;

import io.github.pgmt.tenant.DidYouMean;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where the user lets a changelog end, and the tags that it makes.
 *
 * @param tags those with which an update can end
 * @param leftOut those that are only made by changesets which no update comes to, by their contexts or labels
 */
public record ChangelogEnd(HowFar howFar, Set<String> tags, Set<String> leftOut) {

    /** Of what goes to its end. */
    public static final ChangelogEnd OPEN = new ChangelogEnd(HowFar.WHOLE, Set.of(), Set.of());

    public ChangelogEnd {
        Objects.requireNonNull(howFar, "howFar is null");
        tags = Set.copyOf(tags);
        leftOut = Set.copyOf(leftOut);
    }

    /** The tag with which nothing in the changelog ends. */
    public Optional<String> unknownTag() {
        return howFar.toTag().filter(tag -> !tags.contains(tag));
    }

    /**
     * Why an update to that tag is refused.
     *
     * @param histories whose they are that do not have the tag, in words
     */
    public String refusal(String histories) {
        String tag = unknownTag().orElseThrow();
        String changelog = leftOut.contains(tag)
                ? "The changeset that makes the tag \"" + tag
                        + "\" is left out by contexts or labels, so that nothing would end the update"
                : "No changeset of the changelog makes the tag \"" + tag + "\" (tagDatabase)";
        return changelog + ", and no changeset of it has the tag in " + histories + "."
                + DidYouMean.of(tag, tags)
                + " Correct -Dpgmt.toTag (upper and lower case differ), or leave it out for the whole changelog.";
    }
}
