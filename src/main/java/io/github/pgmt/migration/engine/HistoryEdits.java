package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What changesets of a run did to history rows of the same run, as teams do that squash a changelog: Liquibase leaves the
 * history so, and so it is right.
 *
 * @param taken rows that were deleted, renamed or given to another run, and the changeset that did it
 * @param put rows that took their place
 */
public record HistoryEdits(Map<ChangeSetId, ChangeSetId> taken, Set<ChangeSetId> put) {

    /** None. */
    public static final HistoryEdits NONE = new HistoryEdits(Map.of(), Set.of());

    public HistoryEdits {
        taken = Map.copyOf(taken);
        put = Set.copyOf(put);
    }

    /** These and what was done before them. */
    public HistoryEdits after(HistoryEdits earlier) {
        Map<ChangeSetId, ChangeSetId> allTaken = new HashMap<>(earlier.taken);
        allTaken.putAll(taken);
        Set<ChangeSetId> allPut = new HashSet<>(earlier.put);
        allPut.removeAll(taken.keySet());
        allPut.addAll(put);
        return new HistoryEdits(allTaken, allPut);
    }
}
