package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Changelog;
import io.github.pgmt.migration.EngineResult;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.MigrationPlan;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantSessions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.LiquibaseException;

/** Says what an update of a tenant would run, from its history alone. */
final class TenantPlan {

    private final PlanDatabase database;
    private final TenantSessions sessions;
    private final DueChangeSets due;

    /** @param sessions which know what SQL means */
    TenantPlan(PlanDatabase database, Changelog changelog, TenantSessions sessions) {
        this.database = database;
        this.sessions = sessions;
        this.due = new DueChangeSets(changelog);
    }

    /** The plan; a changelog that contradicts the history, by a changed checksum for example, is a failure. */
    MigrationPlan plan(ParsedChangelog parsed) throws LiquibaseException {
        List<DatabaseChangeLog> changelogs = parsed.roots();
        List<ChangeSetId> history = history();
        ParsedContents contents = new ParsedContents(changelogs);
        List<ChangeSetId> unknown =
                history.stream().filter(id -> !contents.contains(id)).toList();
        // Two root changelogs may include the same file; what the first runs is done for the second.
        Set<ChangeSetId> pending = new LinkedHashSet<>();
        Set<ChangeSetId> always = new LinkedHashSet<>();
        Set<ChangeSetId> conditional = new HashSet<>();
        Set<String> concurrentIndexes = new HashSet<>();
        Map<String, ChangeSetId> extensions = new HashMap<>();
        Set<ChangeSetId> recorded =
                history.stream().map(ParsedContents::normalized).collect(Collectors.toSet());
        ChangelogValidation validation = new ChangelogValidation(database, due);
        for (DatabaseChangeLog changelog : changelogs) {
            Optional<Failure> invalid = validation.of(changelog);
            if (invalid.isPresent()) {
                return MigrationPlan.failed(invalid.get(), unknown, parsed.parametersRead());
            }
            concurrentIndexes.addAll(ChangeSetSql.concurrentIndexes(changelog));
            for (ChangeSet changeSet : due.of(changelog, database)) {
                ChangeSetId id = ParsedContents.idOf(changeSet);
                if (changeSet.shouldAlwaysRun() && recorded.contains(ParsedContents.normalized(id))) {
                    always.add(id);
                    continue;
                }
                pending.add(id);
                extensionsOf(changeSet).forEach(extension -> extensions.putIfAbsent(extension, id));
                if (DatabasePreconditions.in(changeSet.getPreconditions())) {
                    conditional.add(id);
                }
            }
        }
        TenantResult.ChangeSets changeSets = TenantResult.ChangeSets.planned(List.copyOf(pending), List.copyOf(always));
        EngineResult result =
                new EngineResult(List.copyOf(pending), changeSets, Set.of(), concurrentIndexes, Optional.empty());
        boolean current = pending.isEmpty() && always.isEmpty() && database.hasNewestChecksums();
        return new MigrationPlan(result, conditional, unknown, current, extensions, parsed.parametersRead());
    }

    private Set<String> extensionsOf(ChangeSet changeSet) {
        return sessions.extensionsWithoutSchema(String.join(";\n", ChangeSetSql.rawFor(changeSet, database)));
    }

    private List<ChangeSetId> history() {
        return database.getRanChangeSetList().stream()
                .map(ran -> new ChangeSetId(ran.getStoredChangeLog(), ran.getId(), ran.getAuthor()))
                .toList();
    }
}
