package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.Map;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.exception.LiquibaseException;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.precondition.core.PreconditionContainer;
import liquibase.precondition.core.PreconditionContainer.ErrorOption;
import liquibase.precondition.core.PreconditionContainer.FailOption;

/**
 * Tells the changesets that Liquibase comes to in every run and leaves without a row in the history, whatever the database
 * holds: their preconditions say so without a look at it, or all their changes are for other databases or operating systems.
 * They are never done, so they must not be pending for ever.
 */
final class PassedOver {

    private static final String MADE_UP = "pgmt";

    private final Tenant tenant;
    private final HistoryTables tables;
    private final Map<Integer, Boolean> withoutRow = new HashMap<>();

    /** @param tenant any one: what is asked does not depend on it */
    PassedOver(Tenant tenant, HistoryTables tables) {
        this.tenant = tenant;
        this.tables = tables;
    }

    /**
     * Whether it is known to be passed over; where that lies in the database, it is not.
     *
     * @param root the changelog that it is run with
     */
    boolean is(ChangeSet changeSet, DatabaseChangeLog root, Database database) {
        PreconditionContainer preconditions = changeSet.getPreconditions();
        if (preconditions == null || preconditions.getNestedPreconditions().isEmpty()) {
            return isForOthers(changeSet, database);
        }
        if (DatabasePreconditions.in(preconditions)) {
            return false;
        }
        try {
            preconditions.check(database, root, changeSet, null);
            return isForOthers(changeSet, database);
        } catch (PreconditionFailedException e) {
            FailOption onFail = preconditions.getOnFail();
            return onFail == FailOption.CONTINUE || onFail == FailOption.WARN && isForOthers(changeSet, database);
        } catch (PreconditionErrorException e) {
            ErrorOption onError = preconditions.getOnError();
            return onError == ErrorOption.CONTINUE || onError == ErrorOption.WARN && isForOthers(changeSet, database);
        }
    }

    /** A changeset without any change is recorded. */
    private boolean isForOthers(ChangeSet changeSet, Database database) {
        int changes = changeSet.getChanges().size();
        return changes > 0
                && changeSet.getChanges().stream().allMatch(change -> isForOthers(change, database))
                && withoutRow.computeIfAbsent(changes, this::leavesNoRow);
    }

    private static boolean isForOthers(Change change, Database database) {
        boolean otherDatabase = change instanceof DbmsTargetedChange targeted
                && !DatabaseList.definitionMatches(targeted.getDbms(), database, true);
        return otherDatabase || !change.shouldRunOnOs();
    }

    /**
     * What Liquibase does with so many changes for other databases in one changeset, asked of itself: 4.33 records a changeset
     * with more than one, 5.0 does not ({@code ChangeSet.execute}).
     */
    private boolean leavesNoRow(int changes) {
        DatabaseChangeLog changelog = new DatabaseChangeLog(MADE_UP);
        ChangeSet madeUp = new ChangeSet(MADE_UP, MADE_UP, false, false, MADE_UP, null, null, changelog);
        for (int i = 0; i < changes; i++) {
            RawSQLChange change = new RawSQLChange("SELECT 1");
            change.setDbms("none");
            madeUp.addChange(change);
        }
        TenantHistory nothing = TenantHistory.without(tenant.schema(), TenantHistory.State.EMPTY);
        try (ScriptDatabase database = new ScriptDatabase(tenant, tables, nothing, "")) {
            return madeUp.execute(changelog, null, database) == ChangeSet.ExecType.SKIPPED;
        } catch (LiquibaseException e) {
            return false;
        }
    }
}
