package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import java.util.List;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.CreateDatabaseChangeLogLockTableStatement;
import liquibase.statement.core.CreateDatabaseChangeLogTableStatement;
import liquibase.statement.core.InitializeDatabaseChangeLogLockTableStatement;
import liquibase.statement.core.MarkChangeSetRanStatement;

/** What Liquibase sends and leaves when it runs on a database that only takes notes. */
final class ScriptNotes {

    private ScriptNotes() {}

    /** What Liquibase sends to make its two tables. */
    static List<String> tables(ScriptDatabase database) throws LiquibaseException {
        database.begin();
        List<SqlStatement> statements = List.of(
                new CreateDatabaseChangeLogLockTableStatement(),
                new InitializeDatabaseChangeLogLockTableStatement(),
                new CreateDatabaseChangeLogTableStatement());
        for (SqlStatement statement : statements) {
            database.recorded().execute(statement);
        }
        return database.recorded().texts();
    }

    /** What a changeset does to the history, its row in another tenant would not tell. */
    static void requireOwnTablesLeftAlone(List<String> texts, Changelog changelog) throws UnreplayableException {
        if (texts.stream().anyMatch(text -> HistoryWatch.names(text, changelog.tables()))) {
            throw new UnreplayableException("names a table of Liquibase's own");
        }
    }

    /** Why something cannot be planned that ended with this. The message of what was thrown may have a value in it. */
    static String why(Throwable thrown) {
        return thrown instanceof UnreplayableException
                ? thrown.getMessage()
                : "cannot be planned without a database (" + thrown.getClass().getSimpleName() + ")";
    }

    /** Why a changeset cannot be planned that ended with this; what Liquibase swallowed comes first. */
    static String why(Throwable thrown, ScriptDatabase database) {
        try {
            database.requirePlain();
        } catch (UnreplayableException e) {
            return e.getMessage();
        }
        return thrown instanceof UnreplayableException
                ? thrown.getMessage()
                : "cannot be planned without a database (" + Causes.summary(thrown) + ")";
    }

    /** Why a changeset ran. */
    static ReplayedChangeSet.Run run(ChangeSet changeSet, MarkChangeSetRanStatement mark) {
        if (!mark.getExecType().ranBefore) {
            return ReplayedChangeSet.Run.FIRST;
        }
        return changeSet.shouldAlwaysRun() ? ReplayedChangeSet.Run.ALWAYS : ReplayedChangeSet.Run.CHANGED;
    }
}
