package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.FleetWiring;
import io.github.pgmt.maven.parameter.ChangelogSource;
import io.github.pgmt.maven.parameter.HookParameters;
import io.github.pgmt.maven.parameter.HowFarParameters;
import io.github.pgmt.maven.parameter.RunParameters;
import io.github.pgmt.maven.parameter.ThreadLimits;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;

/** What is, or is to be, applied to the tenants. Carries parameters, no logic. */
abstract class AbstractChangelogMojo extends AbstractTenantMojo {

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
     * A changelog for what all tenants share, named as <code>changeLogFile</code> is. It is applied to
     * <code>defaultSchema</code> before any tenant is touched; if it fails, none is. It keeps its history there, in a table
     * of the same name, and has the same contexts, labels and parameters, but none of a tenant's.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.sharedChangeLogFile")
    private String sharedChangeLogFile;

    /**
     * Directories, separated by commas and relative to the project, in which the changelog's files are looked for first;
     * then come the project's runtime class path and the plugin's dependencies. The first place that has a file hides the
     * later ones. Files outside of these places, as <code>../../common.xml</code>, are not read.
     *
     * <p>What the build's resources say of a file counts: one that they leave out is not there, and one that Maven filters is
     * read from its copy, <code>target/classes</code>, which must be there and made of the file as it is now
     * (<code>mvn process-resources pgmt:migrate-all</code> makes it). All others are read from where they are, whatever their
     * copies are.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.searchPath", defaultValue = "src/main/resources")
    private String searchPath;

    /**
     * Liquibase's contexts, separated by commas. Without them, changesets run whatever their context is. A name that no
     * changeset, include or property of the changelog has is a warning; if nothing is left of the changelog for a tenant that
     * has nothing yet, that is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.contexts")
    private String contexts;

    /**
     * Liquibase's label expression, for example <code>!later and (core or billing)</code>. Names that the changelog does not
     * have are told as with <code>contexts</code>.
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
     * How many tenants are worked on at once, and how many connections read the histories and the catalog. Each tenant that
     * is migrated needs two connections.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.threads", defaultValue = "4")
    private int threads;

    /**
     * How many tenants of one database are worked on at once at most, where several are listed; 0 lets each have all
     * <code>threads</code>. A database that is listed with <code>threads</code> of its own has those.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.threadsPerDatabase", defaultValue = "0")
    private int threadsPerDatabase;

    AbstractChangelogMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    public final ChangelogSource changelogSource() {
        return new ChangelogSource(
                changeLogFile,
                changeLogFiles,
                sharedChangeLogFile,
                searchPath,
                contexts,
                labelFilter,
                changelogParameters,
                databaseChangeLogTableName(),
                databaseChangeLogLockTableName(),
                sharedSchemas(),
                howFar());
    }

    /** Of a goal that can end before the changelog does. */
    HowFarParameters howFar() {
        return HowFarParameters.WHOLE;
    }

    public final int threads() {
        return threads;
    }

    /** Goals that migrate have hooks. */
    HookParameters hookParameters() {
        return HookParameters.NONE;
    }

    final FleetWiring fleetWiring(RunParameters run) {
        return new FleetWiring(
                databaseAccess(sourceParameters(), new ThreadLimits(threads, threadsPerDatabase)),
                changelogSource(),
                hookParameters(),
                this::trust,
                run);
    }
}
