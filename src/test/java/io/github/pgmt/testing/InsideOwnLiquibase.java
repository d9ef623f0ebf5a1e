package io.github.pgmt.testing;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import liquibase.ChecksumVersion;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.FastCheckService;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;

/** The part of {@link OwnLiquibase} that its class loader loads; called by name, so only classes of the JDK go in and out. */
public final class InsideOwnLiquibase {

    private final Connection connection;
    private final Path root;
    private final String file;
    private final Map<String, String> parameters;
    private final List<String> ran;

    /** @param ran hears which changesets ran */
    public InsideOwnLiquibase(
            Connection connection, Path root, String file, Map<String, String> parameters, List<String> ran) {
        this.connection = connection;
        this.root = root;
        this.file = file;
        this.parameters = parameters;
        this.ran = ran;
    }

    /** @param ignored as all changesets are recorded */
    public void changelogSync(String contexts, String labels, int ignored) throws Exception {
        run(liquibase -> liquibase.changeLogSync(new Contexts(contexts), new LabelExpression(labels)));
    }

    /** @param tag of the last changeset that is recorded */
    public void changelogSyncToTag(String contexts, String labels, String tag) throws Exception {
        run(liquibase -> liquibase.changeLogSync(tag, new Contexts(contexts), new LabelExpression(labels)));
    }

    /** Whatever contexts and labels are. */
    public void tag(String contexts, String labels, String tag) throws Exception {
        run(liquibase -> liquibase.tag(tag));
    }

    /** @param ignored as all changesets run */
    public void update(String contexts, String labels, int ignored) throws Exception {
        run(liquibase -> liquibase.update(new Contexts(contexts), new LabelExpression(labels)));
    }

    /** @param file gets the statements, and nothing is run */
    @SuppressWarnings("deprecation") // What Liquibase has instead needs to be told much more.
    public void updateSql(String contexts, String labels, String file) throws Exception {
        run(liquibase -> {
            try (Writer writer = Files.newBufferedWriter(Path.of(file))) {
                liquibase.update(new Contexts(contexts), new LabelExpression(labels), writer);
            }
        });
    }

    /** @param count how many changesets run */
    public void updateCount(String contexts, String labels, int count) throws Exception {
        run(liquibase -> liquibase.update(count, new Contexts(contexts), new LabelExpression(labels)));
    }

    /** @param tag of the last changeset that runs */
    public void updateToTag(String contexts, String labels, String tag) throws Exception {
        run(liquibase -> liquibase.update(tag, new Contexts(contexts), new LabelExpression(labels)));
    }

    /** @param count how many changesets are taken back */
    public void rollbackCount(String contexts, String labels, int count) throws Exception {
        run(liquibase -> liquibase.rollback(count, null, new Contexts(contexts), new LabelExpression(labels)));
    }

    /** @param tag what is taken back came after it */
    public void rollbackTag(String contexts, String labels, String tag) throws Exception {
        run(liquibase -> liquibase.rollback(tag, null, new Contexts(contexts), new LabelExpression(labels)));
    }

    /** @param ignored as all changesets are meant */
    public void recordOlderChecksums(String contexts, String labels, int ignored) throws Exception {
        run(liquibase -> {
            liquibase.getChangeLogParameters().setContexts(new Contexts(contexts));
            liquibase.getChangeLogParameters().setLabels(new LabelExpression(labels));
            for (ChangeSet changeSet : liquibase.getDatabaseChangeLog().getChangeSets()) {
                recordOlderChecksum(changeSet);
            }
            connection.commit();
        });
    }

    private void recordOlderChecksum(ChangeSet changeSet) throws SQLException {
        if (!changeSet.getSqlVisitors().isEmpty()) {
            // With modifySql Liquibase itself does not find the same older checksum again.
            return;
        }
        changeSet.clearCheckSum();
        String sql = "UPDATE databasechangelog SET md5sum = ? WHERE id = ? AND author = ? AND filename = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(
                    1, changeSet.generateCheckSum(ChecksumVersion.V8).toString());
            statement.setString(2, changeSet.getId());
            statement.setString(3, changeSet.getAuthor());
            statement.setString(4, changeSet.getFilePath());
            statement.executeUpdate();
        }
    }

    private interface Work {
        void on(Liquibase liquibase) throws Exception;
    }

    private void run(Work work) throws Exception {
        try (ResourceAccessor resources = new DirectoryResourceAccessor(root)) {
            Map<String, Object> scope = Map.of(
                    "liquibase.analytics.enabled",
                    false,
                    // Without it Liquibase cannot work in a schema whose name is not all lower case.
                    "liquibase.preserveSchemaCase",
                    true,
                    // To load the schema anew for each file is a good part of what tests would take here; pgmt reads
                    // with it.
                    "liquibase.validateXmlChangelogFiles",
                    false,
                    Scope.Attr.ui.name(),
                    new LoggerUIService(),
                    Scope.Attr.resourceAccessor.name(),
                    resources);
            Scope.child(scope, () -> {
                // As one that has just been loaded, it remembers no schema that was current.
                Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
                Database database =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                Liquibase liquibase = new Liquibase(file, resources, database);
                liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                parameters.forEach(liquibase::setChangeLogParameter);
                liquibase.setChangeExecListener(new RunningChangeSets());
                work.on(liquibase);
            });
        }
    }

    private final class RunningChangeSets extends AbstractChangeExecListener {

        @Override
        public void ran(ChangeSet changeSet, DatabaseChangeLog changelog, Database in, ChangeSet.ExecType execType) {
            ran.add(changeSet.getId());
        }
    }
}
