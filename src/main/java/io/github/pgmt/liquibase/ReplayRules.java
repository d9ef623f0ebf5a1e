package io.github.pgmt.liquibase;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.change.Change;
import liquibase.change.core.AddAutoIncrementChange;
import liquibase.change.core.AddColumnChange;
import liquibase.change.core.AddDefaultValueChange;
import liquibase.change.core.AddForeignKeyConstraintChange;
import liquibase.change.core.AddLookupTableChange;
import liquibase.change.core.AddNotNullConstraintChange;
import liquibase.change.core.AddPrimaryKeyChange;
import liquibase.change.core.AddUniqueConstraintChange;
import liquibase.change.core.AlterSequenceChange;
import liquibase.change.core.CreateIndexChange;
import liquibase.change.core.CreateProcedureChange;
import liquibase.change.core.CreateSequenceChange;
import liquibase.change.core.CreateTableChange;
import liquibase.change.core.CreateViewChange;
import liquibase.change.core.DeleteDataChange;
import liquibase.change.core.DropColumnChange;
import liquibase.change.core.DropDefaultValueChange;
import liquibase.change.core.DropForeignKeyConstraintChange;
import liquibase.change.core.DropIndexChange;
import liquibase.change.core.DropNotNullConstraintChange;
import liquibase.change.core.DropPrimaryKeyChange;
import liquibase.change.core.DropProcedureChange;
import liquibase.change.core.DropSequenceChange;
import liquibase.change.core.DropTableChange;
import liquibase.change.core.DropUniqueConstraintChange;
import liquibase.change.core.DropViewChange;
import liquibase.change.core.EmptyChange;
import liquibase.change.core.InsertDataChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadUpdateDataChange;
import liquibase.change.core.MergeColumnChange;
import liquibase.change.core.ModifyDataTypeChange;
import liquibase.change.core.OutputChange;
import liquibase.change.core.RawSQLChange;
import liquibase.change.core.RenameColumnChange;
import liquibase.change.core.RenameSequenceChange;
import liquibase.change.core.RenameTableChange;
import liquibase.change.core.RenameViewChange;
import liquibase.change.core.SQLFileChange;
import liquibase.change.core.SetColumnRemarksChange;
import liquibase.change.core.SetTableRemarksChange;
import liquibase.change.core.TagDatabaseChange;
import liquibase.change.core.UpdateDataChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.sql.visitor.AbstractSqlVisitor;

/**
 * Tells the changesets whose statements can be planned once for many tenants from those that Liquibase has to run in each.
 * What is not known to be plain is not plain: to be wrong would be a wrong change in a tenant, to refuse only takes time.
 */
final class ReplayRules {

    private static final Set<Class<? extends Change>> PLAIN = Set.of(
            AddAutoIncrementChange.class,
            AddColumnChange.class,
            AddDefaultValueChange.class,
            AddForeignKeyConstraintChange.class,
            AddLookupTableChange.class,
            AddNotNullConstraintChange.class,
            AddPrimaryKeyChange.class,
            AddUniqueConstraintChange.class,
            AlterSequenceChange.class,
            CreateIndexChange.class,
            CreateProcedureChange.class,
            CreateSequenceChange.class,
            CreateTableChange.class,
            CreateViewChange.class,
            DeleteDataChange.class,
            DropColumnChange.class,
            DropDefaultValueChange.class,
            DropForeignKeyConstraintChange.class,
            DropIndexChange.class,
            DropNotNullConstraintChange.class,
            DropPrimaryKeyChange.class,
            DropProcedureChange.class,
            DropSequenceChange.class,
            DropTableChange.class,
            DropUniqueConstraintChange.class,
            DropViewChange.class,
            EmptyChange.class,
            InsertDataChange.class,
            MergeColumnChange.class,
            ModifyDataTypeChange.class,
            OutputChange.class,
            RawSQLChange.class,
            RenameColumnChange.class,
            RenameSequenceChange.class,
            RenameTableChange.class,
            RenameViewChange.class,
            SQLFileChange.class,
            SetColumnRemarksChange.class,
            SetTableRemarksChange.class,
            TagDatabaseChange.class,
            UpdateDataChange.class);

    private static final Set<Class<? extends Change>> DATA_ALONE = Set.of(
            DeleteDataChange.class,
            EmptyChange.class,
            InsertDataChange.class,
            LoadDataChange.class,
            LoadUpdateDataChange.class,
            OutputChange.class,
            TagDatabaseChange.class,
            UpdateDataChange.class);

    private ReplayRules() {}

    /** Whether the changeset only reads and writes rows of tables. */
    static boolean isDataAlone(ChangeSet changeSet) {
        return changeSet.getRunWith() == null
                && changeSet.getChanges().stream().map(Change::getClass).allMatch(DATA_ALONE::contains);
    }

    /**
     * Why the changeset must not be planned, as the end of a sentence that begins with it; empty when it may. Its preconditions
     * aside.
     *
     * @param does whether its changes are run
     */
    static Optional<String> objection(ChangeSet changeSet, Database database, boolean does) {
        return objectionToAttributes(changeSet)
                .or(() -> changeSet.getChanges().stream()
                        .filter(change -> does)
                        .map(change -> objection(change, database))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /**
     * Why it must not be planned how the changeset is taken back. Its preconditions are not asked for that; and where it has a
     * rollback of its own, what it did itself does not matter.
     */
    static Optional<String> objectionToRollback(ChangeSet changeSet, Database database) {
        boolean own = changeSet.hasCustomRollbackChanges();
        List<Change> changes = own ? changeSet.getRollback().getChanges() : changeSet.getChanges();
        return objectionToAttributes(changeSet)
                .or(() -> changes.stream()
                        .map(change -> own ? objectionToOwn(change, database) : objectionToInverse(change, database))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** What it says there is not noted, see {@link RecordingExecutor}, and how much it loads is not counted. */
    private static Optional<String> objectionToOwn(Change change, Database database) {
        return change.getClass() == OutputChange.class || LoadedRows.areIn(change.getClass())
                ? Optional.of(maybeOther(change))
                : objection(change, database);
    }

    private static Optional<String> objectionToInverse(Change change, Database database) {
        boolean plain = PLAIN.contains(change.getClass()) && !change.generateRollbackStatementsVolatile(database);
        return plain ? Optional.empty() : Optional.of(maybeOther(change));
    }

    private static Optional<String> objectionToAttributes(ChangeSet changeSet) {
        if (!changeSet.isRunInTransaction()) {
            return Optional.of("runs without a transaction (runInTransaction=false)");
        }
        return doubt(changeSet).or(() -> objectionToRunner(changeSet));
    }

    /** Why a changeset may do something else in a tenant than send its statements. */
    static Optional<String> doubt(ChangeSet changeSet) {
        if (Boolean.FALSE.equals(changeSet.getFailOnError())) {
            return Optional.of("may fail without failing the update (failOnError=false)");
        }
        return changeSet.getOnValidationFail() != ChangeSet.ValidationFailOption.HALT
                ? Optional.of("is passed over when it is not valid (onValidationFail)")
                : Optional.empty();
    }

    private static Optional<String> objectionToRunner(ChangeSet changeSet) {
        if (changeSet.getRunWith() != null) {
            return Optional.of("is run by something else than JDBC (runWith=" + changeSet.getRunWith() + ")");
        }
        return hasOwnVisitors(changeSet)
                ? Optional.of("has its SQL modified by an extension of Liquibase")
                : Optional.empty();
    }

    /** Why it must not even be asked what the changeset would send: to be asked may be to do it. */
    static Optional<String> objectionToShow(ChangeSet changeSet, Database database) {
        return objectionToRunner(changeSet)
                .or(() -> changeSet.getChanges().stream()
                        .map(change -> objection(change, database))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** Whether its SQL is modified by what is not Liquibase's. */
    static boolean hasOwnVisitors(ChangeSet changeSet) {
        return changeSet.getSqlVisitors().stream()
                .anyMatch(visitor ->
                        !visitor.getClass().getPackageName().equals(AbstractSqlVisitor.class.getPackageName()));
    }

    /** Whether the change makes its statements anew each time it runs, and has nothing in it afterwards that it had not before. */
    static boolean keepsNothing(Change change) {
        return PLAIN.contains(change.getClass());
    }

    /** By exact class: one that is derived from a plain one may do more. Only a plain change is asked whether it is volatile. */
    private static Optional<String> objection(Change change, Database database) {
        if (LoadedRows.areIn(change.getClass())) {
            return LoadedRows.objection((LoadDataChange) change);
        }
        boolean plain = PLAIN.contains(change.getClass()) && !change.generateStatementsVolatile(database);
        return plain ? Optional.empty() : Optional.of(maybeOther(change));
    }

    private static String maybeOther(Change change) {
        return "has a change that may do something else in each tenant (" + change.getSerializedObjectName() + ")";
    }
}
