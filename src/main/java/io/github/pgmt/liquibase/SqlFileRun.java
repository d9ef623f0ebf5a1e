package io.github.pgmt.liquibase;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.engine.TenantSession;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.DatabaseChangeLog;

/** Runs SQL files in a schema, with the values of Liquibase's parameters for their expressions. */
final class SqlFileRun {

    private final TenantSession session;
    private final TenantParameters parameters;

    SqlFileRun(TenantSession session, TenantParameters parameters) {
        this.session = session;
        this.parameters = parameters;
    }

    /** Runs each file as a transaction, up to the first that fails. */
    Optional<Failure> run(List<SqlFile> files) {
        return files.stream().map(this::run).flatMap(Optional::stream).findFirst();
    }

    private Optional<Failure> run(SqlFile file) {
        Position position = new Position(file.statements());
        try {
            session.takeTurnAtExtensions(
                    file.statements().stream().map(SqlFile.Statement::text).toList());
            session.inOwnTransaction(lent -> execute(file, position));
            return Optional.empty();
        } catch (Exception | Error e) {
            return Optional.of(new TenantFailures(session).ofHook(file.toString(), file + position.text(), e));
        }
    }

    private void execute(SqlFile file, Position position) throws Exception {
        for (SqlFile.Statement statement : file.statements()) {
            position.at++;
            String expanded = parameters.expandExpressions(statement.text(), new DatabaseChangeLog());
            session.send(expanded, statement.hasBackslash());
        }
        position.at = 0;
    }

    /** The statement that runs; none before the first and when the file is committed. */
    private static final class Position {

        private final List<SqlFile.Statement> statements;
        private int at;

        Position(List<SqlFile.Statement> statements) {
            this.statements = statements;
        }

        String text() {
            return at == 0
                    ? ""
                    : ", line " + statements.get(at - 1).line() + " (statement " + at + " of " + statements.size()
                            + ")";
        }
    }
}
