package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.tenant.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.sql.visitor.RegExpReplaceSqlVisitor;

/** What can be changed in changelogs that were just parsed. */
final class ChangelogEdits {

    private ChangelogEdits() {}

    /**
     * Ends the changelogs with the first changeset that makes this tag.
     *
     * @throws InvalidChangelogException when none does
     */
    static UnaryOperator<List<DatabaseChangeLog>> endingWithTag(String tag) {
        return changelogs -> {
            List<DatabaseChangeLog> kept = new ArrayList<>();
            for (DatabaseChangeLog changelog : changelogs) {
                kept.add(changelog);
                List<ChangeSet> changeSets = changelog.getChangeSets();
                for (int index = 0; index < changeSets.size(); index++) {
                    if (makesTag(changeSets.get(index), tag)) {
                        changeSets.subList(index + 1, changeSets.size()).clear();
                        return kept;
                    }
                }
            }
            throw new InvalidChangelogException(
                    "No changeset of the changelog makes the tag \"" + tag + "\" (tagDatabase)."
                            + DidYouMean.of(
                                    tag,
                                    tags(changelogs.stream()
                                            .flatMap(changelog -> changelog.getChangeSets().stream())
                                            .toList()))
                            + " Correct -Dpgmt.toTag, or leave it out for the whole changelog.",
                    null);
        };
    }

    /** The tags that changesets make, each once. */
    static List<String> tags(List<ChangeSet> changeSets) {
        return changeSets.stream()
                .flatMap(changeSet -> changeSet.getChanges().stream())
                .filter(TagDatabaseChange.class::isInstance)
                .map(change -> ((TagDatabaseChange) change).getTag())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static boolean makesTag(ChangeSet changeSet, String tag) {
        return changeSet.getChanges().stream()
                .anyMatch(change -> change instanceof TagDatabaseChange made && tag.equals(made.getTag()));
    }

    /**
     * Makes indexes be built in the ordinary way, for changelogs that run in one transaction. In a schema that nobody else
     * sees the result is the same.
     */
    static List<DatabaseChangeLog> withoutConcurrently(List<DatabaseChangeLog> changelogs) {
        for (DatabaseChangeLog changelog : changelogs) {
            changelog.getChangeSets().stream()
                    .filter(changeSet -> !changeSet.isRunInTransaction())
                    .forEach(changeSet -> changeSet.addSqlVisitor(withoutConcurrently()));
        }
        return changelogs;
    }

    private static RegExpReplaceSqlVisitor withoutConcurrently() {
        RegExpReplaceSqlVisitor visitor = new RegExpReplaceSqlVisitor();
        visitor.setReplace("(?i)\\bCONCURRENTLY\\b");
        visitor.setWith("");
        return visitor;
    }
}
