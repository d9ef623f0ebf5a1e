package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.PlannedExtension;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
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

    private final Tenant tenant;
    private final PlanDatabase database;
    private final Changelog changelog;
    private final TenantSessions sessions;
    private final DueChangeSets due;

    TenantPlan(Tenant tenant, PlanDatabase database, EngineSettings settings) {
        this.tenant = tenant;
        this.database = database;
        this.changelog = settings.changelog();
        this.sessions = settings.sessions();
        this.due = new DueChangeSets(changelog);
    }

    /**
     * The plan. A changelog that contradicts the history, by a changed checksum for example, is a failure; so are contexts and
     * labels that leave nothing of it for a tenant that has nothing.
     */
    MigrationPlan plan(ParsedChangelog parsed) throws LiquibaseException {
        List<DatabaseChangeLog> changelogs = parsed.roots();
        List<ChangeSetId> history = history();
        ParsedContents contents = new ParsedContents(parsed, tenant);
        List<ChangeSetId> unknown =
                history.stream().filter(id -> !contents.contains(id)).toList();
        // Two root changelogs may include the same file; what the first runs is done for the second.
        Set<ChangeSetId> pending = new LinkedHashSet<>();
        Set<ChangeSetId> always = new LinkedHashSet<>();
        Set<ChangeSetId> passedOver = new LinkedHashSet<>();
        PassedOver passing = new PassedOver(tenant, changelog.tables());
        Set<ChangeSetId> conditional = new HashSet<>();
        Set<String> concurrentIndexes = new HashSet<>();
        List<PlannedExtension> extensions = new ArrayList<>();
        Map<ChangeSetId, String> controlling = new HashMap<>();
        Set<ChangeSetId> recorded =
                history.stream().map(ParsedContents::normalized).collect(Collectors.toSet());
        DueInTurn inTurn = due.inTurn(changelogs, database, Set.of());
        if (inTurn.failure().isPresent()) {
            return MigrationPlan.failed(inTurn.failure().get(), unknown, parsed.parametersRead());
        }
        ChangelogValidation validation = new ChangelogValidation(database, due);
        for (DatabaseChangeLog root : changelogs) {
            Optional<Failure> invalid = validation.of(root);
            if (invalid.isPresent()) {
                return MigrationPlan.failed(invalid.get(), unknown, parsed.parametersRead());
            }
            PropertyPreconditions.read(root.getPreconditions(), root);
            List<ChangeSet> changeSetsDue = inTurn.of(root);
            concurrentIndexes.addAll(ChangeSetSql.concurrentIndexes(inTurn.reached(root)));
            for (ChangeSet changeSet : changeSetsDue) {
                PropertyPreconditions.read(changeSet.getPreconditions(), root);
                ChangeSetId id = ParsedContents.idOf(changeSet);
                if (passing.is(changeSet, root, database)) {
                    passedOver.add(id);
                    continue;
                }
                controlOf(changeSet).ifPresent(statement -> controlling.put(id, statement));
                if (changeSet.shouldAlwaysRun() && recorded.contains(ParsedContents.normalized(id))) {
                    always.add(id);
                    continue;
                }
                pending.add(id);
                extensions.addAll(extensionsOf(changeSet));
                if (DatabasePreconditions.in(changeSet.getPreconditions())) {
                    conditional.add(id);
                }
            }
        }
        if (history.isEmpty() && contents.filter().leavesNothing() && !changelog.shared()) {
            String reason =
                    contents.filter().refusal() + " So there would be nothing for the tenant, which has nothing yet.";
            return MigrationPlan.failed(Failure.of(Failure.Kind.CHANGESET, reason), unknown, parsed.parametersRead());
        }
        TenantResult.ChangeSets changeSets = TenantResult.ChangeSets.planned(List.copyOf(pending), List.copyOf(always));
        EngineResult result =
                new EngineResult(List.copyOf(pending), changeSets, Set.of(), concurrentIndexes, Optional.empty());
        passedOver.removeAll(pending);
        // What Liquibase comes to without a table of its own, it begins with its tables.
        boolean current = pending.isEmpty()
                && always.isEmpty()
                && (passedOver.isEmpty() || database.hasHistory())
                && database.hasNewestChecksums();
        return new MigrationPlan(
                result,
                conditional,
                List.copyOf(passedOver),
                unknown,
                current,
                extensions,
                controlling,
                parsed.parametersRead());
    }

    /** Without a transaction there is nothing to end. */
    private Optional<String> controlOf(ChangeSet changeSet) {
        return changeSet.isRunInTransaction()
                ? ChangeSetSql.rawFor(changeSet, database).stream()
                        .map(sessions::endOfTransaction)
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }

    private List<PlannedExtension> extensionsOf(ChangeSet changeSet) {
        boolean certain = !DatabasePreconditions.in(changeSet.getPreconditions())
                && !Boolean.FALSE.equals(changeSet.getFailOnError());
        String sql = String.join(";\n", ChangeSetSql.rawFor(changeSet, database));
        return sessions.createdExtensions(sql).stream()
                .map(extension -> new PlannedExtension(extension, ParsedContents.idOf(changeSet), certain))
                .toList();
    }

    private List<ChangeSetId> history() {
        return database.getRanChangeSetList().stream()
                .map(ran -> new ChangeSetId(ran.getStoredChangeLog(), ran.getId(), ran.getAuthor()))
                .toList();
    }
}
