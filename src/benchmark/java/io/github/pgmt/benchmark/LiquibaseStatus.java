package io.github.pgmt.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

/** Liquibase itself, asked about each schema on a connection of its own. */
final class LiquibaseStatus implements StatusLook {

    @Override
    public int countCurrent(ServerUrl server, List<String> schemas, WorkFiles files) throws Exception {
        int current = 0;
        for (String schema : schemas) {
            try (Connection connection = DriverManager.getConnection(server.pinned(schema))) {
                Database database =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                Liquibase liquibase = new Liquibase(
                        Case.CURRENT.changelog(), new DirectoryResourceAccessor(files.directory()), database);
                if (liquibase
                        .listUnrunChangeSets(new Contexts(), new LabelExpression())
                        .isEmpty()) {
                    current++;
                }
            }
        }
        return current;
    }
}
