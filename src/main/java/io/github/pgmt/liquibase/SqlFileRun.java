package io.github.pgmt.liquibase;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.SqlFile;
import io.github.pgmt.migration.TenantSession;
import java.util.List;
import java.util.Optional;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.executor.jvm.JdbcExecutor;
import liquibase.statement.SqlStatement;

/** Runs SQL files in a schema as Liquibase would in a changeset: its parameters, its way to split statements. */
final class SqlFileRun {

    private final TenantSession session;
    private final TenantDatabase database;
    private final TenantParameters parameters;

    SqlFileRun(TenantSession session, TenantDatabase database, TenantParameters parameters) {
        this.session = session;
        this.database = database;
        this.parameters = parameters;
    }

    /** Runs each file as a transaction, up to the first that fails. */
    Optional<Failure> run(List<SqlFile> files) {
        return files.stream().map(this::run).flatMap(Optional::stream).findFirst();
    }

    private Optional<Failure> run(SqlFile file) {
        Position position = new Position();
        try {
            session.inOwnTransaction(lent -> execute(file, position));
            return Optional.empty();
        } catch (Exception | Error e) {
            return Optional.of(new TenantFailures(session).ofHook(file + position.text(), e));
        }
    }

    private void execute(SqlFile file, Position position) throws Exception {
        // Not the ExecutorService's: that one remembers executors by database.
        JdbcExecutor executor = new JdbcExecutor();
        executor.setDatabase(database);
        SqlStatement[] statements = statements(file);
        position.of = statements.length;
        for (SqlStatement statement : statements) {
            position.at++;
            executor.execute(statement);
        }
        position.at = 0;
    }

    private SqlStatement[] statements(SqlFile file) throws Exception {
        RawSQLChange change = new RawSQLChange();
        change.setSql(parameters.expandExpressions(file.text(), new DatabaseChangeLog()));
        change.setSplitStatements(true);
        return change.generateStatements(database);
    }

    /** The statement that runs; none while the file is read and when it is committed. */
    private static final class Position {

        private int at;
        private int of;

        String text() {
            return at == 0 ? "" : " (statement " + at + " of " + of + ")";
        }
    }
}
