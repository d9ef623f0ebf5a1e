package io.github.pgmt.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;

/** What is applied and how the run goes about it. Carries parameters, no logic. */
abstract class AbstractMigrationMojo extends AbstractTenantMojo {

    /**
     * The root changelog, as it is recorded in <code>DATABASECHANGELOG.FILENAME</code>: relative to
     * <code>searchPath</code> or the class path, as Liquibase's own Maven plugin and Spring Boot (without
     * <code>classpath:</code>) name it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.changeLogFile", defaultValue = "db/changelog/db.changelog-master.yaml")
    private String changeLogFile;

    /**
     * Several root changelogs, applied in this order to each tenant; used instead of <code>changeLogFile</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.changeLogFiles")
    private List<String> changeLogFiles;

    /**
     * Directories, separated by commas and relative to the project, in which the changelog's files are looked for first;
     * then come the project's runtime class path and the plugin's dependencies. The first place that has a file hides the
     * later ones. A resource directory that Maven filters is read from <code>target/classes</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.searchPath", defaultValue = "src/main/resources")
    private String searchPath;

    /**
     * Liquibase's contexts, separated by commas. Without them, changesets run whatever their context is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.contexts")
    private String contexts;

    /**
     * Liquibase's label expression, for example <code>!later and (core or billing)</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.labelFilter")
    private String labelFilter;

    /**
     * Changelog parameters that are the same for every tenant: elements in the POM, or on the command line
     * <code>name=value</code> pairs separated by commas, with a backslash before a comma, equals sign or backslash that
     * is meant. A registry column of the same name goes before it, the project's properties come after it. Values are
     * never printed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.changelogParameters")
    private PlexusConfiguration changelogParameters;

    /**
     * The name of the history table in each tenant's schema. PostgreSQL gets it in lower case, as from Liquibase.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.databaseChangeLogTableName", defaultValue = "DATABASECHANGELOG")
    private String databaseChangeLogTableName;

    /**
     * The name of the lock table in each tenant's schema.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.databaseChangeLogLockTableName", defaultValue = "DATABASECHANGELOGLOCK")
    private String databaseChangeLogLockTableName;

    /**
     * Schemas that follow the tenant's own in its <code>search_path</code>, for extensions and shared tables; they are
     * never tenants.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.sharedSchemas", defaultValue = "public")
    private List<String> sharedSchemas;

    /**
     * How many tenants are migrated at once. Each needs two connections.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.threads", defaultValue = "4")
    private int threads;

    /**
     * What a failed tenant means: <code>fail-at-end</code> (the others go on, the build fails at the end),
     * <code>fail-fast</code> (no new tenant starts, the build fails), <code>fail-never</code> (the others go on, the
     * build does not fail; the reports still tell).
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.onError", defaultValue = "fail-at-end")
    private String onError;

    /**
     * No new tenant starts once so many have failed; 0 is without limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.maxFailures", defaultValue = "0")
    private int maxFailures;

    /**
     * After so many tenants the run pauses for <code>batchPause</code>; 0 is without batches.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.batchSize", defaultValue = "0")
    private int batchSize;

    /**
     * The pause between batches, as <code>500ms</code>, <code>5s</code>, <code>2m</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.batchPause", defaultValue = "0")
    private String batchPause;

    /**
     * How long a statement waits for a lock before its changeset fails (SQLSTATE 55P03), so that a migration does not
     * queue up the application behind it; <code>0</code> is without limit. It does not hold for statements with
     * <code>CONCURRENTLY</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.lockTimeout", defaultValue = "5s")
    private String lockTimeout;

    /**
     * How long a single statement may run; <code>0</code> is without limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.statementTimeout", defaultValue = "0")
    private String statementTimeout;

    /**
     * How long a tenant that somebody else holds (Liquibase's lock, another run of pgmt) is tried again, while the other
     * tenants go on; then it fails and the report names the holder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.lockWait", defaultValue = "5m")
    private String lockWait;

    /**
     * How long running changesets may go on after Ctrl-C or TERM; then they are cancelled and roll back.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.shutdownGrace", defaultValue = "10s")
    private String shutdownGrace;

    /**
     * Only says what would be applied to which tenant; writes nothing to the database.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.dryRun", defaultValue = "false")
    private boolean dryRun;

    AbstractMigrationMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    final ChangelogSource changelogSource() {
        return new ChangelogSource(
                changeLogFile,
                changeLogFiles,
                searchPath,
                contexts,
                labelFilter,
                changelogParameters,
                databaseChangeLogTableName,
                databaseChangeLogLockTableName,
                sharedSchemas);
    }

    final RunParameters runParameters() {
        return new RunParameters(
                threads,
                onError,
                maxFailures,
                batchSize,
                batchPause,
                lockTimeout,
                statementTimeout,
                lockWait,
                shutdownGrace,
                dryRun);
    }

    final MigrationGoal migrationGoal() {
        return new MigrationGoal(
                maven(),
                getLog(),
                connectionParameters(),
                sourceParameters(),
                changelogSource(),
                runParameters(),
                outputParameters());
    }
}
