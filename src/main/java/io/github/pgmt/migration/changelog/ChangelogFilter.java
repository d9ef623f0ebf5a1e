package io.github.pgmt.migration.changelog;

import io.github.pgmt.tenant.NearNames;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the user's contexts and label filter make of a changelog.
 *
 * @param excluded how many changesets the changelog has where contexts and labels let none of them pass; else 0
 */
public record ChangelogFilter(Names contexts, Names labels, int excluded) {

    /** Of no changelog at all. */
    public static final ChangelogFilter NONE = new ChangelogFilter(Names.NONE, Names.NONE, 0);

    private static final int NAMES_SHOWN = 20;

    /**
     * The names that one parameter has and may have. Upper and lower case are the same to Liquibase.
     *
     * @param text the parameter's value; empty where it is not set
     * @param asked the names in it, as they are written there
     * @param known the names that the changelog has, in lower case
     * @param secret those of the known names that are never shown, since a changelog parameter's value made them
     */
    public record Names(Optional<String> text, List<String> asked, Set<String> known, Set<String> secret) {

        static final Names NONE = new Names(Optional.empty(), List.of(), Set.of(), Set.of());

        public Names {
            Objects.requireNonNull(text, "text is null");
            asked = List.copyOf(asked);
            known = Set.copyOf(known);
            secret = Set.copyOf(secret);
        }

        private List<String> unknown() {
            return asked.stream()
                    .filter(name -> !known.contains(name.toLowerCase(Locale.ROOT)))
                    .distinct()
                    .toList();
        }

        private Names and(Names other) {
            return new Names(text, asked, union(known, other.known), union(secret, other.secret));
        }

        private static Set<String> union(Collection<String> some, Collection<String> others) {
            Set<String> all = new TreeSet<>(some);
            all.addAll(others);
            return all;
        }

        private List<String> shown() {
            return known.stream()
                    .filter(name -> !secret.contains(name))
                    .sorted()
                    .toList();
        }

        private String didYouMean(String name) {
            return NearNames.nearest(name, shown())
                    .map(near -> " Did you mean \"" + near + "\"?")
                    .orElse("");
        }

        private String list(String plural) {
            List<String> shown = shown();
            if (shown.isEmpty()) {
                return known.isEmpty() ? " The changelog has no " + plural + "." : "";
            }
            String more = shown.size() > NAMES_SHOWN ? " and " + (shown.size() - NAMES_SHOWN) + " more" : "";
            return " Its " + plural + " are: "
                    + String.join(", ", shown.subList(0, Math.min(NAMES_SHOWN, shown.size()))) + more + ".";
        }
    }

    public ChangelogFilter {
        Objects.requireNonNull(contexts, "contexts is null");
        Objects.requireNonNull(labels, "labels is null");
    }

    /** Whether it has changesets, and none is left. */
    public boolean leavesNothing() {
        return excluded > 0;
    }

    /** Whether the user set contexts or a label filter, if only to names that mean nothing. */
    public boolean isGiven() {
        return contexts.text().isPresent() || labels.text().isPresent();
    }

    /** Whether a name was asked for that none of the changelogs read so far has. */
    public boolean hasUnknownNames() {
        return !contexts.unknown().isEmpty() || !labels.unknown().isEmpty();
    }

    /** The same where another changelog's names are known too. */
    public ChangelogFilter knowing(ChangelogFilter other) {
        return new ChangelogFilter(contexts.and(other.contexts), labels.and(other.labels), excluded);
    }

    /** One for each name that is known nowhere. */
    public List<String> warnings() {
        return Stream.concat(
                        warnings("contexts", "context", "contexts", contexts).stream(),
                        warnings("labelFilter", "label", "labels", labels).stream())
                .toList();
    }

    private static List<String> warnings(String parameter, String singular, String plural, Names names) {
        return names.unknown().stream()
                .map(name -> "\"" + name + "\" in -Dpgmt." + parameter + " is no " + singular
                        + " of a changeset, include or property of the changelog, so it selects nothing by that name."
                        + names.didYouMean(name) + names.list(plural))
                .toList();
    }

    /** Why nothing is due where nothing is yet; one that {@link #leavesNothing()}. */
    public String refusal() {
        List<String> parts = new ArrayList<>();
        contexts.text().ifPresent(text -> parts.add(SuggestedCommand.option("contexts", text)));
        labels.text().ifPresent(text -> parts.add(SuggestedCommand.option("labelFilter", text)));
        String changeSets = excluded == 1
                ? "The changelog's only changeset"
                : "Each of the changelog's " + excluded + " changesets";
        if (parts.isEmpty()) {
            return changeSets + " asks for a context or label of its own (@), and neither -Dpgmt.contexts nor "
                    + "-Dpgmt.labelFilter is set." + contexts.list("contexts") + labels.list("labels");
        }
        StringBuilder text = new StringBuilder(changeSets)
                .append(" is left out by ")
                .append(String.join(" ", parts))
                .append('.');
        contexts.unknown().forEach(name -> text.append(contexts.didYouMean(name)));
        labels.unknown().forEach(name -> text.append(labels.didYouMean(name)));
        contexts.text().ifPresent(given -> text.append(contexts.list("contexts")));
        labels.text().ifPresent(given -> text.append(labels.list("labels")));
        return text.toString();
    }
}
