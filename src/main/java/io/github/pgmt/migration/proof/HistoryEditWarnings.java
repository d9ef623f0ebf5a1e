package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.HistoryEdits;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.work.TenantMigrator;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Warns of changesets that changed history rows of their own run. */
public final class HistoryEditWarnings {

    private static final int TENANTS_NAMED = 5;

    private HistoryEditWarnings() {}

    /** Names the changesets that did such a thing, each once. */
    public static void tell(Collection<TenantMigrator.Attempt> attempts, MigrationListener listener) {
        Map<ChangeSetId, Set<String>> tenants = new LinkedHashMap<>();
        Map<ChangeSetId, Set<String>> rows = new HashMap<>();
        for (TenantMigrator.Attempt attempt : attempts) {
            attempt.engine()
                    .map(EngineResult::edits)
                    .orElse(HistoryEdits.NONE)
                    .taken()
                    .forEach((row, by) -> {
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
