package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HowFar;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.CountChangeSetFilter;
import liquibase.changelog.filter.UpToTagChangeSetFilter;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.UpdateCountCommandStep;
import liquibase.command.core.UpdateToTagCommandStep;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;

/**
 * What an update of one tenant would run, one root changelog after the other, and where it ends, by the filters of Liquibase's
 * own {@code update-to-tag} and {@code update-count}. Several roots are as one: what follows the tag in a later one is not due,
 * and a count is of all.
 */
final class DueInTurn {

    private final DueChangeSets due;
    private final HowFar howFar;
    private final Database database;
    private final Set<ChangeSetId> done;
    private final Set<ChangeSetId> earlier = new HashSet<>();
    private final Set<ChangeSet> later = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Optional<CountChangeSetFilter> counting;
    private final Set<DatabaseChangeLog> behind = Collections.newSetFromMap(new IdentityHashMap<>());
    private int left;
    private int leftBefore;
    private Optional<DatabaseChangeLog> tagged = Optional.empty();
    private Optional<ChangeSetId> end = Optional.empty();
    private Optional<Failure> failure = Optional.empty();

    /**
     * Looks where the roots end, which it could not when what is done is taken out of them.
     *
     * @param roots as they were parsed, with what is done
     * @param done what the run has done in the tenant; it counts
     */
    DueInTurn(DueChangeSets due, HowFar howFar, List<DatabaseChangeLog> roots, Database database, Set<ChangeSetId> done)
            throws LiquibaseException {
        this.due = due;
        this.howFar = howFar;
        this.database = database;
        this.done = Set.copyOf(done);
        this.left = howFar.changesToApply().isPresent()
                ? Math.max(0, howFar.changesToApply().getAsInt() - done.size())
                : Integer.MAX_VALUE;
        this.counting =
                howFar.changesToApply().isPresent() ? Optional.of(new CountChangeSetFilter(left)) : Optional.empty();
        if (howFar.toTag().isPresent()) {
            endWith(howFar.toTag().get(), roots);
        }
    }

    private void endWith(String tag, List<DatabaseChangeLog> roots) throws LiquibaseException {
        UpToTagChangeSetFilter upToTag = new UpToTagChangeSetFilter(tag, database.getRanChangeSetList());
        for (DatabaseChangeLog root : roots) {
            List<ChangeSet> before = due.meant(root, database, upToTag);
            if (tagged.isPresent()) {
                behind.add(root);
                later.addAll(root.getChangeSets());
            } else if (upToTag.isSeenTag()) {
                ChangeSet last = before.get(before.size() - 1);
                tagged = Optional.of(root);
                end = Optional.of(ParsedContents.idOf(last));
                root.getChangeSets().stream()
                        .dropWhile(changeSet -> changeSet != last)
                        .skip(1)
                        .forEach(later::add);
            }
        }
        if (tagged.isEmpty() && !due.isOfShared()) {
            String reason = due.end(roots, database).refusal("this tenant's history") + " Nothing was applied in it.";
            failure = Optional.of(Failure.of(Failure.Kind.CHANGESET, reason));
        }
    }

    /** Why nothing may be run: Liquibase itself would run everything if nothing has the tag. */
    Optional<Failure> failure() {
        return failure;
    }

    /** Whether the update ends before this root. */
    boolean isOver(DatabaseChangeLog root) {
        boolean ended = isTagged(root) && end.filter(done::contains).isPresent();
        return left == 0 || ended || behind.contains(root);
    }

    private boolean isTagged(DatabaseChangeLog root) {
        return tagged.filter(found -> found == root).isPresent();
    }

    /** The changesets of this root that the update would run against the history as it is now, in order. */
    List<ChangeSet> of(DatabaseChangeLog root) throws LiquibaseException {
        leftBefore = left;
        List<ChangeSet> all = due.of(root, database);
        List<ChangeSet> reached = all.stream().filter(this::isReached).toList();
        Set<ChangeSet> reachedOnes = Collections.newSetFromMap(new IdentityHashMap<>());
        reachedOnes.addAll(reached);
        all.stream().filter(changeSet -> !reachedOnes.contains(changeSet)).forEach(later::add);
        return reached;
    }

    private boolean isReached(ChangeSet changeSet) {
        if (later.contains(changeSet)) {
            return false;
        }
        if (counting.isEmpty() || isDoneByAnEarlierRoot(changeSet)) {
            return true;
        }
        boolean counted = counting.get().accepts(changeSet).isAccepted();
        left -= counted ? 1 : 0;
        return counted;
    }

    /** Two roots may include the same file; when the second one's turn comes, its changesets are not due any more. */
    private boolean isDoneByAnEarlierRoot(ChangeSet changeSet) {
        return !earlier.add(ParsedContents.idOf(changeSet)) && !changeSet.shouldAlwaysRun();
    }

    /** The changesets of a root that was asked for but those that are left for a later update. */
    List<ChangeSet> reached(DatabaseChangeLog root) {
        return root.getChangeSets().stream()
                .filter(changeSet -> !later.contains(changeSet))
                .toList();
    }

    /** Liquibase's own command that runs what {@link #of} has told of the root. */
    CommandScope command(DatabaseChangeLog root) throws LiquibaseException {
        if (counting.isPresent()) {
            return new CommandScope(UpdateCountCommandStep.COMMAND_NAME)
                    .addArgumentValue(UpdateCountCommandStep.COUNT_ARG, leftBefore);
        }
        return isTagged(root)
                ? new CommandScope(UpdateToTagCommandStep.COMMAND_NAME)
                        .addArgumentValue(
                                UpdateToTagCommandStep.TAG_ARG, howFar.toTag().orElseThrow())
                : new CommandScope(UpdateCommandStep.COMMAND_NAME);
    }
}
