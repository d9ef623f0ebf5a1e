package io.github.pgmt.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

/** Liquibase as an application runs it when it starts: its own lock service, its own connection, no pgmt. */
public final class ApplicationLiquibase {

    private ApplicationLiquibase() {}

    /** Updates the schema and returns the ids of the changesets that ran. */
    public static List<String> update(TestDatabase database, String schema, String changelog) {
        List<String> ran = new ArrayList<>();
        String url =
                database.url() + (database.url().contains("?") ? "&" : "?") + "currentSchema=" + schema + ",public";
        try (Connection connection = DriverManager.getConnection(url)) {
            Scope.child("liquibase.analytics.enabled", false, () -> {
                Database target =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                Liquibase liquibase = new Liquibase(
                        changelog, new DirectoryResourceAccessor(Path.of("src", "test", "resources")), target);
                liquibase.setChangeExecListener(new AbstractChangeExecListener() {
                    @Override
                    public void ran(
                            ChangeSet changeSet,
                            DatabaseChangeLog changeLog,
                            Database in,
                            ChangeSet.ExecType execType) {
                        ran.add(changeSet.getId());
                    }
                });
                liquibase.update(new Contexts(), new LabelExpression());
            });
            return ran;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
