package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedChangeSets.Recorded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.RawSQLChange;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseList;
import liquibase.exception.RollbackImpossibleException;
import liquibase.exception.ValidationErrors;
import liquibase.sql.Sql;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.ExecutablePreparedStatement;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RuntimeStatement;

/**
 * The statements by which Liquibase takes changesets back, made without a connection. What would do more than make
 * statements (custom changes, shell commands) is not asked: it does its work when it is asked.
 */
final class RollbackSql {

    private final PlanDatabase database;

    RollbackSql(PlanDatabase database) {
        this.database = database;
    }

    /**
     * The statements, each with its end, after a comment that names the changeset.
     *
     * @throws RollbackRefusedException when the changeset cannot be taken back
     */
    List<String> of(Recorded recorded) {
        List<String> sql = new ArrayList<>();
        if (recorded.isOnlyMarked()) {
            sql.add("-- " + recorded.id() + ": was never run, only its row goes");
            return sql;
        }
        sql.add("-- " + recorded.id());
        ChangeSet changeSet = recorded.changeSet().orElseThrow();
        List<Change> changes = changeSet.hasCustomRollbackChanges() ? own(changeSet) : inverted(recorded, changeSet);
        for (Change change : changes) {
            sql.addAll(of(change, changeSet, recorded));
        }
        return sql;
    }

    /** As {@code ChangeSet.rollback} passes changes over. */
    private List<Change> own(ChangeSet changeSet) {
        return changeSet.getRollback().getChanges().stream()
                .filter(change -> !isForAnotherDatabase(change) && !isEmpty(change))
                .toList();
    }

    private boolean isForAnotherDatabase(Change change) {
        return change instanceof DbmsTargetedChange targeted
                && !DatabaseList.definitionMatches(targeted.getDbms(), database, true);
    }

    private static boolean isEmpty(Change change) {
        return change instanceof RawSQLChange raw && "empty".equalsIgnoreCase(raw.getSql());
    }

    private List<Change> inverted(Recorded recorded, ChangeSet changeSet) {
        List<Change> changes = new ArrayList<>(changeSet.getChanges());
        Collections.reverse(changes);
        for (Change change : changes) {
            if (!change.supportsRollback(database)) {
                throw impossible(
                        recorded,
                        "it has no rollback of its own, and Liquibase cannot make one for the change "
                                + change.getSerializedObjectName() + ".");
            }
        }
        return changes;
    }

    private List<String> of(Change change, ChangeSet changeSet, Recorded recorded) {
        boolean inverse = !changeSet.hasCustomRollbackChanges();
        if (change instanceof CustomChangeWrapper) {
            return madeLater(change);
        }
        try {
            if (inverse
                    ? change.generateRollbackStatementsVolatile(database)
                    : change.generateStatementsVolatile(database)) {
                return madeLater(change);
            }
            requireValid(change, inverse, recorded);
            SqlStatement[] statements =
                    inverse ? change.generateRollbackStatements(database) : change.generateStatements(database);
            return texts(statements, changeSet, change);
        } catch (RollbackImpossibleException e) {
            throw impossible(recorded, Causes.summary(e));
        }
    }

    /** As {@code ChangeSet.rollback} does it. */
    private void requireValid(Change change, boolean inverse, Recorded recorded) {
        ValidationErrors errors = inverse ? new ValidationErrors() : change.validate(database);
        if (errors.hasErrors()) {
            throw impossible(recorded, "its rollback is wrong: " + errors + ".");
        }
    }

    private List<String> texts(SqlStatement[] statements, ChangeSet changeSet, Change change) {
        List<String> texts = new ArrayList<>();
        for (SqlStatement statement : statements) {
            if (statement instanceof RuntimeStatement || statement instanceof ExecutablePreparedStatement) {
                texts.addAll(madeLater(change));
                continue;
            }
            for (Sql sql : SqlGeneratorFactory.getInstance().generateSql(statement, database)) {
                texts.add(modified(sql.toSql(), changeSet) + ";");
            }
        }
        return texts;
    }

    private String modified(String sql, ChangeSet changeSet) {
        String modified = sql;
        for (SqlVisitor visitor : changeSet.getSqlVisitors()) {
            if (visitor.isApplyToRollback()) {
                modified = visitor.modifySql(modified, database);
            }
        }
        return modified;
    }

    private static List<String> madeLater(Change change) {
        return List.of("-- " + change.getSerializedObjectName() + ": does its work when it is taken back");
    }

    private static RollbackRefusedException impossible(Recorded recorded, String why) {
        return RollbackRefusedException.at(
                recorded.id(),
                "This changeset cannot be rolled back: " + why + " Give it a rollback, which changes no checksum "
                        + "(<rollback>, or --rollback in SQL), or take it back by hand.");
    }
}
