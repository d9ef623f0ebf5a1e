package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import java.util.Optional;

/** A rollback must not be done in a tenant, or cannot; nothing was taken back there. */
final class RollbackRefusedException extends RuntimeException {

    private final transient Failure failure;

    private RollbackRefusedException(Optional<ChangeSetId> changeSet, String message) {
        super(message);
        this.failure = new Failure(
                Failure.Kind.CHANGESET,
                changeSet,
                Optional.empty(),
                message + " Nothing was taken back in this tenant.");
    }

    /** @param changeSet which stands in the way */
    static RollbackRefusedException at(ChangeSetId changeSet, String message) {
        return new RollbackRefusedException(Optional.of(changeSet), message);
    }

    static RollbackRefusedException because(String message) {
        return new RollbackRefusedException(Optional.empty(), message);
    }

    Failure failure() {
        return failure;
    }
}
