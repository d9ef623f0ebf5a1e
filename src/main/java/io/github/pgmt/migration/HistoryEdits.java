package io.github.pgmt.migration;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    private static final int TENANTS_NAMED = 5;

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

    /** Names the changesets that did such a thing, each once. */
    static void warn(Collection<TenantMigrator.Attempt> attempts, MigrationListener listener) {
        Map<ChangeSetId, Set<String>> tenants = new LinkedHashMap<>();
        Map<ChangeSetId, Set<String>> rows = new HashMap<>();
        for (TenantMigrator.Attempt attempt : attempts) {
            attempt.engine().map(EngineResult::edits).orElse(NONE).taken.forEach((row, by) -> {
                tenants.computeIfAbsent(by, absent -> new TreeSet<>())
                        .add(attempt.tenant().schema());
                rows.computeIfAbsent(by, absent -> new TreeSet<>()).add(row.toString());
            });
        }
        tenants.forEach((by, schemas) -> listener.warned(by
                + " deleted or changed rows that this run had written into the history, of "
                + String.join(", ", rows.get(by))
                + ", in " + named(schemas)
                + ". Liquibase leaves it so, and it is no failure; what the changelog still has and the history no longer "
                + "has is pending again."));
    }

    private static String named(Set<String> schemas) {
        List<String> first = schemas.stream().limit(TENANTS_NAMED).collect(Collectors.toList());
        int more = schemas.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more tenants" : "");
    }
}
