package io.github.pgmt.liquibase;

import liquibase.changelog.DatabaseChangeLog;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.ChangeLogPropertyDefinedPrecondition;

/** Preconditions that ask for a property of the changelog, which may be a parameter with a value of each tenant's own. */
final class PropertyPreconditions {

    private PropertyPreconditions() {}

    /** Reads the properties that these ask for, so that they are known as read even where nobody checks the preconditions. */
    static void read(PreconditionLogic preconditions, DatabaseChangeLog root) {
        if (preconditions == null) {
            return;
        }
        for (Precondition precondition : preconditions.getNestedPreconditions()) {
            if (precondition instanceof PreconditionLogic logic) {
                read(logic, root);
            } else if (precondition instanceof ChangeLogPropertyDefinedPrecondition property) {
                root.getChangeLogParameters().getValue(property.getProperty(), root);
            }
        }
    }
}
