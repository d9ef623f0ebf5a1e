package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedChangeSets.Recorded;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.changelog.ChangeSet;

/**
 * Chooses from a tenant's history what a rollback takes back, newest first, and refuses where what would be left is not
 * what was there before. Changesets that ran again because they always do are left out of it all: they stay, and run again
 * with the next update.
 */
final class RollbackRange {

    private static final Pattern SINGLE_ID = Pattern.compile("[0-9a-z]+");

    private final List<Recorded> newestFirst;
    private final Rollback rollback;
    private final Predicate<ChangeSet> selected;

    /**
     * @param rows the history in the order of execution
     * @param selected what contexts and labels let pass
     */
    RollbackRange(
            List<HistoryRow> rows, RecordedChangeSets changeSets, Rollback rollback, Predicate<ChangeSet> selected) {
        this.newestFirst = new ArrayList<>(rows.stream().map(changeSets::of).toList());
        this.rollback = rollback;
        this.selected = selected;
        Collections.reverse(newestFirst);
    }

    /** @throws RollbackRefusedException when the tenant is to be left alone */
    List<Recorded> choose() {
        List<Recorded> chosen = chosen();
        requireNothingOnTop(chosen);
        chosen.forEach(this::requireMeant);
        return chosen;
    }

    private List<Recorded> chosen() {
        RollbackTarget target = rollback.target();
        if (target instanceof RollbackTarget.Count count) {
            return lasting(newestFirst)
                    .filter(this::isSelected)
                    .limit(count.changeSets())
                    .toList();
        }
        if (target instanceof RollbackTarget.Runs runs) {
            return lasting(newestFirst)
                    .filter(recorded -> runs.wrote(recorded.row().deploymentId()))
                    .map(RollbackRange::requireKnown)
                    .toList();
        }
        List<Recorded> range = target instanceof RollbackTarget.Tag tag
                ? after(tag.tag())
                : newestFirst.stream().filter(RollbackRange::isLater).toList();
        return lasting(range)
                .map(RollbackRange::requireKnown)
                .filter(this::isSelected)
                .toList();
    }

    private static Stream<Recorded> lasting(List<Recorded> range) {
        return range.stream().filter(recorded -> !recorded.runsAlwaysAndAgain());
    }

    private boolean isSelected(Recorded recorded) {
        return recorded.changeSet().filter(selected).isPresent();
    }

    /** Only rows after the time that was asked for have one. */
    private static boolean isLater(Recorded recorded) {
        return recorded.row().executedAt().isPresent();
    }

    /** What is above the newest row with the tag; the row too, if it is there for the tag alone. */
    private List<Recorded> after(String tag) {
        for (int index = 0; index < newestFirst.size(); index++) {
            Recorded recorded = newestFirst.get(index);
            if (recorded.row().tag().filter(tag::equalsIgnoreCase).isPresent()) {
                requireInPlace(recorded, tag);
                return newestFirst.subList(0, recorded.isPassingTag(tag) ? index + 1 : index);
            }
        }
        Set<String> tags = newestFirst.stream()
                .flatMap(recorded -> recorded.row().tag().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        throw RollbackRefusedException.because(
                "The history has no tag \"" + tag + "\""
                        + (tags.isEmpty() ? " and no other." : ", but " + String.join(", ", tags) + ".")
                        + DidYouMean.of(tag, tags)
                        + " Correct -Dpgmt.rollbackTag, or say by -Dpgmt.rollbackDate, rollbackRun or rollbackCount how far to go.");
    }

    /** Liquibase moves the row of a changeset that runs again, and the tag with it, past what ran in between. */
    private static void requireInPlace(Recorded tagged, String tag) {
        if (tagged.hasRunAgain()) {
            throw RollbackRefusedException.at(
                    tagged.id(),
                    "The tag \"" + tag
                            + "\" is on a changeset that ran again, perhaps after it was tagged, so what came "
                            + "after the tag is not known. Say by -Dpgmt.rollbackDate, rollbackRun or rollbackCount how far "
                            + "to go.");
        }
    }

    private static Recorded requireKnown(Recorded recorded) {
        if (recorded.changeSet().isEmpty()) {
            throw unknown(recorded);
        }
        return recorded;
    }

    private static RollbackRefusedException unknown(Recorded recorded) {
        return RollbackRefusedException.at(
                recorded.id(),
                "This changeset, among those to be taken back or on top of them, is not in the changelog, so pgmt does not "
                        + "know how to take it back. Roll back with the changelog of the release that has it.");
    }

    /** What ran later may need what is to be taken back. Changesets that contexts or labels leave out stay, as in Liquibase. */
    private void requireNothingOnTop(List<Recorded> chosen) {
        if (chosen.isEmpty()) {
            return;
        }
        int lowest = newestFirst.indexOf(chosen.get(chosen.size() - 1));
        Optional<Recorded> above = lasting(newestFirst.subList(0, lowest))
                .filter(recorded -> !chosen.contains(recorded))
                .filter(recorded -> rollback.target() instanceof RollbackTarget.Runs
                        || recorded.changeSet().isEmpty()
                        || isSelected(recorded))
                .findFirst();
        if (above.isPresent()) {
            requireKnown(above.get());
            throw later(above.get());
        }
    }

    private RollbackRefusedException later(Recorded recorded) {
        Optional<String> run = recorded.row().deploymentId();
        return RollbackRefusedException.at(
                recorded.id(),
                "This changeset" + run.map(id -> " (run " + id + ")").orElse("")
                        + " was executed after those that are to be taken back and may need them. Take it back "
                        + "first" + run.flatMap(this::together).orElse("")
                        + ", or go further back with -Dpgmt.rollbackDate, rollbackTag or rollbackCount.");
    }

    /** What takes that run back too. An id is whatever somebody wrote into the history, perhaps a list of others. */
    private Optional<String> together(String runId) {
        return rollback.target() instanceof RollbackTarget.Runs runs
                        && SINGLE_ID.matcher(runId).matches()
                ? Optional.of(" or with them, "
                        + SuggestedCommand.option("rollbackRun", String.join(",", runs.runIds()) + "," + runId))
                : Optional.empty();
    }

    private void requireMeant(Recorded recorded) {
        RollbackTarget target = rollback.target();
        boolean ofRuns = target instanceof RollbackTarget.Runs;
        if (recorded.row().isOnlyRecorded() && !rollback.force()) {
            throw RollbackRefusedException.at(
                    recorded.id(),
                    "changelog-sync recorded this changeset without running it, so what it makes was there before. "
                            + "-Dpgmt.force=true takes it back all the same, objects and data included.");
        }
        if (recorded.hasRunAgain() && (ofRuns || !rollback.force())) {
            throw RollbackRefusedException.at(
                    recorded.id(),
                    "This changeset ran again (RERAN), and what it had made before cannot be brought back. "
                            + (ofRuns
                                    ? "Apply its earlier version by migrate-all, or go back with -Dpgmt.rollbackDate, "
                                            + "rollbackTag or rollbackCount."
                                    : "-Dpgmt.force=true takes it back wholly, as if it had run for the first time."));
        }
    }
}
