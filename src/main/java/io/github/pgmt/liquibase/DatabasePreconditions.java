package io.github.pgmt.liquibase;

import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.ChangeLogPropertyDefinedPrecondition;
import liquibase.precondition.core.DBMSPrecondition;

/** Tells preconditions whose answer lies in the database from those that the changelog alone decides. */
final class DatabasePreconditions {

    private DatabasePreconditions() {}

    /** Whether one of these reads the database. */
    static boolean in(PreconditionLogic preconditions) {
        return preconditions != null
                && preconditions.getNestedPreconditions().stream().anyMatch(DatabasePreconditions::readsDatabase);
    }

    private static boolean readsDatabase(Precondition precondition) {
        if (precondition instanceof PreconditionLogic logic) {
            return in(logic);
        }
        return !(precondition instanceof DBMSPrecondition)
                && !(precondition instanceof ChangeLogPropertyDefinedPrecondition);
    }
}
