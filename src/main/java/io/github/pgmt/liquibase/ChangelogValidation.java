package io.github.pgmt.liquibase;

import io.github.pgmt.migration.Failure;
import java.util.Optional;
import liquibase.RuntimeEnvironment;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.changelog.visitor.ValidatingVisitor;
import liquibase.exception.LiquibaseException;
import liquibase.exception.ValidationFailedException;

/** Whether a changelog contradicts a history. */
final class ChangelogValidation {

    private final PlanDatabase database;
    private final DueChangeSets due;

    /** @param due whose contexts and labels count */
    ChangelogValidation(PlanDatabase database, DueChangeSets due) {
        this.database = database;
        this.due = due;
    }

    /** As an update validates, but for preconditions of the changelog, which may ask the database. */
    Optional<Failure> of(DatabaseChangeLog changelog) throws LiquibaseException {
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
