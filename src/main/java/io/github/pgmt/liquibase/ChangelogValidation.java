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

    private static final String CHECKSUM =
            "A changeset was changed after this tenant had run it. Take the change back and make a "
                    + "changeset of its own of it; where what the tenant has is right as it is, name the checksum that it recorded in the "
                    + "changeset (validCheckSum).";
    private static final String NOT_VALID = "Correct the changelog, or see to what its preconditions ask for.";

    private final PlanDatabase database;
    private final DueChangeSets due;

    /** @param due whose contexts and labels count */
    ChangelogValidation(PlanDatabase database, DueChangeSets due) {
        this.database = database;
        this.due = due;
    }

    /** What Liquibase says, and what to do. */
    static String told(ValidationFailedException invalid) {
        boolean checksum = !invalid.getInvalidMD5Sums().isEmpty();
        return invalid.getMessage().strip() + "\n" + (checksum ? CHECKSUM : NOT_VALID);
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
        return Optional.of(Failure.of(Failure.Kind.CHANGESET, told(new ValidationFailedException(validation))));
    }
}
