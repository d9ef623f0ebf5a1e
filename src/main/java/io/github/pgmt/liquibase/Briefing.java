package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.RanChangeSet;
import liquibase.exception.DatabaseException;

/**
 * What is special about a tenant's next update.
 *
 * @param notes is told of preconditions; of most tenants nobody asks for them
 * @param done changesets that the run is known to have done in the tenant already
 * @param before the history that the tenant had before the run, where this may have done more in it than is known
 * @param held what must be so where the run carries out a plan
 */
record Briefing(
        Tenant tenant,
        Optional<NotedPreconditions> notes,
        Set<ChangeSetId> done,
        Optional<List<HistoryRow>> before,
        Optional<HeldTo> held) {

    Briefing {
        done = Set.copyOf(done);
        before = before.map(List::copyOf);
    }

    /** Nothing is. */
    static Briefing none(Tenant tenant) {
        return new Briefing(tenant, Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
    }

    /** The same with preconditions noted. */
    Briefing noting() {
        return new Briefing(tenant, Optional.of(new NotedPreconditions()), done, before, held);
    }

    /** How many changesets are to be applied; empty where that is as for any tenant. */
    OptionalInt count() {
        return held.map(HeldTo::count).orElse(OptionalInt.empty());
    }

    /** The same, held to this. */
    Briefing heldTo(Optional<HeldTo> other) {
        return new Briefing(tenant, notes, done, before, other);
    }

    /**
     * What the run has recorded in the tenant and is not known to be done: whether a commit came to pass in which a connection
     * was lost is told by the history alone. To be asked while the tenant's lock is held, since the server may still be at it.
     */
    List<ChangeSetId> foundDone(ChangeLogHistoryService histories, RunId runId) throws DatabaseException {
        if (before.isEmpty()) {
            return List.of();
        }
        List<ChangeSetId> found = new ArrayList<>();
        for (RanChangeSet row : histories.getRanChangeSets()) {
            ChangeSetId id = new ChangeSetId(row.getStoredChangeLog(), row.getId(), row.getAuthor());
            if (runId.value().equals(row.getDeploymentId()) && !done.contains(id) && !wasThere(id, row)) {
                found.add(id);
            }
        }
        return found;
    }

    /** The same run may have been here in an earlier process. */
    private boolean wasThere(ChangeSetId id, RanChangeSet row) {
        return before.orElseThrow().stream()
                .anyMatch(one -> one.changeSet().equals(id)
                        && one.order() == row.getOrderExecuted()
                        && one.deploymentId().equals(Optional.ofNullable(row.getDeploymentId())));
    }

    /** Whether the history had the changeset before the run. */
    boolean wasRecorded(ChangeSetId id) {
        return before.stream()
                .flatMap(List::stream)
                .anyMatch(row -> row.changeSet().equals(id));
    }
}
