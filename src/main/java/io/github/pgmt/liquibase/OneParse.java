package io.github.pgmt.liquibase;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.precondition.CustomPreconditionWrapper;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.SqlPrecondition;

/**
 * What running a changeset leaves in Liquibase's object of it: how it ended ({@code ChangeSet.execType}, which the next run would
 * take for its own), the checksum, and the SQL. The changes of {@link ReplayRules} make their statements anew each time and
 * keep nothing, and so do Liquibase's own preconditions; of all others that is not known.
 */
final class OneParse {

    private static final Optional<Field> EXEC_TYPE = execType();
    private static final String CORE_PRECONDITIONS = SqlPrecondition.class.getPackageName();

    private OneParse() {}

    /** A Liquibase that has it elsewhere is parsed for each tenant. */
    private static Optional<Field> execType() {
        try {
            Field field = ChangeSet.class.getDeclaredField("execType");
            field.setAccessible(true);
            return Optional.of(field);
        } catch (NoSuchFieldException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Whether all that is left in it is known. */
    static boolean fits(ChangeSet changeSet) {
        return changeSet.getRunWith() == null
                && changeSet.getOnValidationFail() == ChangeSet.ValidationFailOption.HALT
                && !ReplayRules.hasOwnVisitors(changeSet)
                && changeSet.getChanges().stream().allMatch(ReplayRules::keepsNothing)
                && areCore(changeSet.getPreconditions());
    }

    private static boolean areCore(PreconditionLogic preconditions) {
        return preconditions == null
                || preconditions.getNestedPreconditions().stream().allMatch(OneParse::isCore);
    }

    private static boolean isCore(Precondition precondition) {
        boolean core = precondition.getClass().getPackageName().equals(CORE_PRECONDITIONS)
                && !(precondition instanceof CustomPreconditionWrapper);
        return core && (!(precondition instanceof PreconditionLogic logic) || areCore(logic));
    }

    /** @return whether it is as it was parsed */
    static boolean undo(ChangeSet changeSet) {
        if (EXEC_TYPE.isEmpty()) {
            return false;
        }
        try {
            EXEC_TYPE.get().set(changeSet, null);
        } catch (IllegalAccessException e) {
            return false;
        }
        changeSet.clearCheckSum();
        changeSet.setStoredCheckSum(null);
        changeSet.setGeneratedSql(new ArrayList<>());
        changeSet.getChangeLog().getSkippedBecauseOfPreconditionsChangeSets().remove(changeSet);
        return true;
    }

    /** Takes back what the comparison with a tenant's history leaves in it ({@code ValidatingVisitor}). */
    static void forgetHistory(ChangeSet changeSet) {
        changeSet.clearCheckSum();
        changeSet.setStoredCheckSum(null);
        changeSet.setStoredFilePath(null);
        changeSet.setValidationFailed(false);
    }
}
