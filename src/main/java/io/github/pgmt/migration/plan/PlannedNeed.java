package io.github.pgmt.migration.plan;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was planned for the tenants of a cohort, held against one that there is. It need not be where it was: a run that failed or
 * was killed leaves it with the first changesets of the plan, and then it goes on.
 *
 * @param counted whether the user limits how many changesets a run applies
 */
record PlannedNeed(PlannedCohort cohort, boolean counted) {

    /** Of a tenant of which the plan says so, or that is to be treated as if it did. */
    Verdict of(PlannedTenant now) {
        if (now.version() != cohort.version()) {
            return Verdict.stale(
                    "Its server is of PostgreSQL " + now.version() + " now, and was of " + cohort.version() + ".");
        }
        if (!cohort.history().equals(now.historyWithout(cohort.changeSets()))) {
            return Verdict.stale("Its history has other changesets than it had, beside those that were planned.");
        }
        List<PlannedChangeSet> left = left(now);
        Set<ChangeSetId> remaining = left.stream().map(PlannedChangeSet::id).collect(Collectors.toSet());
        List<PlannedChangeSet> done = cohort.changeSets().stream()
                .filter(changeSet -> !remaining.contains(changeSet.id()))
                .toList();
        if (!isBeginning(done, remaining)) {
            return Verdict.stale("It has planned changesets, and not those that come before them.");
        }
        return objection(done, now).map(Verdict::stale).orElseGet(() -> compare(left, now, !done.isEmpty()));
    }

    /** What it has of the plan must have come by the plan. */
    private Optional<String> objection(List<PlannedChangeSet> done, PlannedTenant now) {
        Map<ChangeSetId, HistoryRow> rows = now.rowsByChangeSet();
        for (PlannedChangeSet changeSet : done) {
            HistoryRow row = rows.get(PlannedTenant.normalized(changeSet.id()));
            if (row != null && row.isOnlyRecorded()) {
                return Optional.of(changeSet.id() + " was recorded in it by changelog-sync, and not run.");
            }
            if (row != null && isOfAnother(changeSet, row)) {
                return Optional.of(changeSet.id() + " was run in it as another one than was planned.");
            }
        }
        return now.due().stream()
                .filter(due -> due.run() == PlannedChangeSet.Run.CHANGED)
                .filter(due -> cohort.changeSets().stream()
                        .anyMatch(planned -> planned.isAs(due)
                                && planned.run() == PlannedChangeSet.Run.FIRST
                                && !planned.mayStayDue()))
                .findFirst()
                .map(due -> due.id() + " has run in it meanwhile, as another one than was planned.");
    }

    private static boolean isOfAnother(PlannedChangeSet changeSet, HistoryRow row) {
        return changeSet
                .checksum()
                .flatMap(planned -> row.checksum().filter(recorded -> !recorded.equals(planned)))
                .isPresent();
    }

    private Verdict compare(List<PlannedChangeSet> left, PlannedTenant now, boolean isBegun) {
        List<PlannedChangeSet> due = now.due();
        if (isAs(left, due)) {
            return Verdict.of(Verdict.Kind.AS_PLANNED);
        }
        if (now.end().isPresent() && isPartOf(left, due)) {
            return Verdict.stale("Its history bears the tag of -Dpgmt.toTag at "
                    + now.end().get() + " now, and so it would get less than was planned.");
        }
        if (counted && isBegun && left.isEmpty()) {
            return Verdict.of(Verdict.Kind.DONE);
        }
        // What is due now is counted anew, and the plan's part of it comes first.
        if (counted && isBegun && due.size() > left.size() && isAs(left, due.subList(0, left.size()))) {
            return Verdict.left(left);
        }
        return Verdict.changed(differing(left, due));
    }

    /** Those of the planned changesets that are due still, or else have no row now: what was taken back is due again. */
    private List<PlannedChangeSet> left(PlannedTenant now) {
        Set<ChangeSetId> due = now.due().stream().map(PlannedChangeSet::id).collect(Collectors.toSet());
        Set<ChangeSetId> recorded = now.rowsByChangeSet().keySet();
        return cohort.changeSets().stream()
                .filter(changeSet ->
                        due.contains(changeSet.id()) || !recorded.contains(PlannedTenant.normalized(changeSet.id())))
                .toList();
    }

    /** Whether nothing before the last one of these is left, but for what may be left in any case. */
    private boolean isBeginning(List<PlannedChangeSet> done, Set<ChangeSetId> remaining) {
        if (done.isEmpty()) {
            return true;
        }
        int last = cohort.changeSets().indexOf(done.get(done.size() - 1));
        return cohort.changeSets().subList(0, last).stream()
                .filter(changeSet -> remaining.contains(changeSet.id()))
                .allMatch(PlannedChangeSet::mayStayDue);
    }

    /** A tenant's own history may end it earlier, which says nothing of the changelog. */
    private static boolean isPartOf(List<PlannedChangeSet> planned, List<PlannedChangeSet> due) {
        return due.stream().allMatch(one -> planned.stream().anyMatch(one::isAs));
    }

    private static boolean isAs(List<PlannedChangeSet> planned, List<PlannedChangeSet> due) {
        if (planned.size() != due.size()) {
            return false;
        }
        for (int index = 0; index < due.size(); index++) {
            if (!planned.get(index).isAs(due.get(index))) {
                return false;
            }
        }
        return true;
    }

    private static List<ChangeSetId> differing(List<PlannedChangeSet> planned, List<PlannedChangeSet> due) {
        List<ChangeSetId> differing = new ArrayList<>();
        due.stream()
                .filter(one -> planned.stream().noneMatch(one::isAs))
                .map(PlannedChangeSet::id)
                .forEach(differing::add);
        planned.stream()
                .map(PlannedChangeSet::id)
                .filter(id -> due.stream().noneMatch(one -> one.id().equals(id)))
                .forEach(differing::add);
        // The same in another order.
        return differing.isEmpty() ? due.stream().map(PlannedChangeSet::id).toList() : differing;
    }
}
