package io.github.pgmt.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

/** {@code CREATE SCHEMA} and MultiTenantSpringLiquibase; Liquibase's own rollback in each tenant, one after the other. */
record LiquibaseGoals() implements GoalWay {

    @Override
    public Replayed setUp(Candidate.Target target) throws Exception {
        Sql.execute(
                target.server(),
                target.schemas().stream()
                        .map(schema -> "CREATE SCHEMA " + schema)
                        .toArray(String[]::new));
        return migration().migrate(target);
    }

    @Override
    public void rollBack(Candidate.Target target) throws Exception {
        for (String schema : target.schemas()) {
            try (Connection connection =
                    DriverManager.getConnection(target.server().pinned(schema))) {
                Database database =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                Liquibase liquibase = new Liquibase(
                        target.theCase().changelog(),
                        new DirectoryResourceAccessor(target.files().directory()),
                        database);
                liquibase.rollback(1, null, new Contexts(), new LabelExpression());
            }
        }
    }

    /** Liquibase's own {@code diff} is of two schemas. */
    @Override
    public boolean compare(Candidate.Target target) {
        return false;
    }

    @Override
    public Candidate migration() {
        return new SpringCandidate();
    }
}
