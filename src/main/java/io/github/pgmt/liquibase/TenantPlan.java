package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Changelog;
import io.github.pgmt.migration.EngineResult;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.MigrationPlan;
import io.github.pgmt.migration.TenantResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.RuntimeEnvironment;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.changelog.visitor.ValidatingVisitor;
import liquibase.exception.LiquibaseException;
import liquibase.exception.ValidationFailedException;

/** Says what an update of a tenant would run, from its history alone. */
final class TenantPlan {

    private final PlanDatabase database;
    private final DueChangeSets due;

    TenantPlan(PlanDatabase database, Changelog changelog) {
        this.database = database;
        this.due = new DueChangeSets(changelog);
    }

    /** The plan; a changelog that contradicts the history, by a changed checksum for example, is a failure. */
    MigrationPlan plan(List<DatabaseChangeLog> changelogs) throws LiquibaseException {
        List<ChangeSetId> history = history();
        ParsedContents contents = new ParsedContents(changelogs);
        List<ChangeSetId> unknown =
                history.stream().filter(id -> !contents.contains(id)).toList();
        List<ChangeSetId> pending = new ArrayList<>();
        List<ChangeSetId> always = new ArrayList<>();
        Set<ChangeSetId> conditional = new HashSet<>();
        Set<ChangeSetId> recorded =
                history.stream().map(ParsedContents::normalized).collect(Collectors.toSet());
        for (DatabaseChangeLog changelog : changelogs) {
            Optional<Failure> invalid = validate(changelog);
            if (invalid.isPresent()) {
                return new MigrationPlan(EngineResult.failed(invalid.get()), Set.of(), unknown);
            }
            for (ChangeSet changeSet : due.of(changelog, database)) {
                ChangeSetId id = ParsedContents.idOf(changeSet);
                if (changeSet.shouldAlwaysRun() && recorded.contains(ParsedContents.normalized(id))) {
                    always.add(id);
                    continue;
                }
                pending.add(id);
                if (DatabasePreconditions.in(changeSet.getPreconditions())) {
                    conditional.add(id);
                }
            }
        }
        TenantResult.ChangeSets changeSets = TenantResult.ChangeSets.planned(pending, always);
        EngineResult result = new EngineResult(pending, changeSets, Set.of(), Set.of(), Optional.empty());
        return new MigrationPlan(result, conditional, unknown);
    }

    private List<ChangeSetId> history() {
        return database.getRanChangeSetList().stream()
                .map(ran -> new ChangeSetId(ran.getStoredChangeLog(), ran.getId(), ran.getAuthor()))
                .toList();
    }

    /** As an update validates, but for preconditions of the changelog, which may ask the database. */
    private Optional<Failure> validate(DatabaseChangeLog changelog) throws LiquibaseException {
        ValidatingVisitor validation = new ValidatingVisitor(database.getRanChangeSetList());
        new ChangeLogIterator(
                        changelog,
                        new DbmsChangeSetFilter(database),
                        new ContextChangeSetFilter(due.contexts()),
                        new LabelChangeSetFilter(due.labels()))
                .run(validation, new RuntimeEnvironment(database, due.contexts(), due.labels()));
        if (validation.validationPassed()) {
            return Optional.empty();
        }
        String message = new ValidationFailedException(validation).getMessage().strip();
        return Optional.of(Failure.of(Failure.Kind.CHANGESET, message));
    }
}
