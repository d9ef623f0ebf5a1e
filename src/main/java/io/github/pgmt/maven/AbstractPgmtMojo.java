package io.github.pgmt.maven;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.goal.DatabaseAccess;
import io.github.pgmt.maven.parameter.ConnectionParameters;
import io.github.pgmt.maven.parameter.DatabasesParameters;
import io.github.pgmt.maven.parameter.SourceParameters;
import io.github.pgmt.maven.parameter.ThreadLimits;
import java.io.File;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;

/** What every goal has: the connection, and the way from parameters to a run. Carries parameters, no logic. */
abstract class AbstractPgmtMojo extends AbstractMojo {

    private final SettingsDecrypter settingsDecrypter;
    private final RepositorySystem repositorySystem;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution mojoExecution;

    @Parameter(defaultValue = "${project}", readonly = true)
    private MavenProject project;

    /**
     * Does nothing but say so. For a profile or a module in which the goal must not run.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.skip", defaultValue = "false")
    private boolean skip;

    /**
     * The database as a JDBC URL, <code>jdbc:postgresql://host:5432/database</code>, with parameters of the driver and of a class
     * among the plugin's <code>dependencies</code> that it names (<code>socketFactory</code>); without it, the environment
     * variable <code>PGMT_URL</code>. <code>embedded</code> (or <code>embedded:17</code>) starts a real
     * PostgreSQL, downloaded from Maven Central, for trying things out and for builds. Its data and password are under
     * <code>target/pgmt/postgres</code>; later goals find it in the properties <code>pgmt.embedded.url</code>,
     * <code>.username</code>, <code>.password</code> and <code>.port</code>. Where several databases are listed, it is the
     * control database's, which lists them (<code>databaseQuery</code>) or their tenants (<code>tenantsIn=control</code>).
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.url")
    private PlexusConfiguration url;

    /**
     * The role to work as; to migrate, it must own the tenants' objects. Without it: that of <code>serverId</code>, then the
     * environment variable <code>PGMT_USERNAME</code>, then the driver's own ways (URL, <code>.pgpass</code>, service file).
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.username")
    private String username;

    /**
     * The role's password, never printed. Prefer <code>serverId</code> or the environment variable <code>PGMT_PASSWORD</code>
     * to the command line, which other users of the machine can read, and never write it into a POM.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.password")
    private PlexusConfiguration password;

    /**
     * The id of a <code>server</code> in <code>settings.xml</code> whose user name and (encrypted) password are used
     * where none are given directly. An id that is not there is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.serverId")
    private String serverId;

    /**
     * Several databases, in one run: an element <code>database</code> for each, with its <code>name</code> and <code>url</code>,
     * and perhaps a <code>serverId</code> and how many <code>threads</code> work on its tenants at most. The name, of letters,
     * digits, dots, underscores and hyphens, stands before the tenants': <code>eu1/acme</code>. Role and password come from the
     * database's <code>serverId</code>, then from the environment variables <code>PGMT_USERNAME_EU1</code> and
     * <code>PGMT_PASSWORD_EU1</code> (the name in upper case, <code>_</code> for all but letters and digits), then from where
     * they come without a list. A URL with a password in it is refused.
     *
     * @since 0.1.0
     */
    @Parameter
    private PlexusConfiguration databases;

    /**
     * A file in UTF-8 that lists databases as <code>databases</code> does: in each line name, URL, server id and threads with
     * white space between them, <code>-</code> where there is none, and comments after <code>#</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.databasesFile")
    private File databasesFile;

    /**
     * SQL that lists databases as <code>databases</code> does, in the columns <code>name</code>, <code>url</code>,
     * <code>server_id</code> and <code>threads</code>, of which the last two may be missing or NULL. It is sent to the control
     * database, that of <code>url</code>; it is one statement, and runs in a transaction that may only read.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.databaseQuery")
    private String databaseQuery;

    /**
     * How long the server may take for <code>databaseQuery</code>. <code>0</code> is without limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.databaseQueryTimeout", defaultValue = "1m")
    private String databaseQueryTimeout;

    /**
     * A file of SQL that runs once, when the server of <code>url=embedded</code> is made: for a registry, roles, schemas. A role
     * that is to connect needs a password; that of <code>postgres</code> is pgmt's and must not be changed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.embeddedInitScript")
    private File embeddedInitScript;

    /**
     * The port of the server of <code>url=embedded</code>; 0 is any that is free. A server that runs on another one is started
     * again on this, unless another Maven uses it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.embeddedPort", defaultValue = "0")
    private int embeddedPort;

    AbstractPgmtMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        this.settingsDecrypter = settingsDecrypter;
        this.repositorySystem = repositorySystem;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipping pgmt:" + mojoExecution.getGoal() + " (pgmt.skip=true)");
            return;
        }
        run();
    }

    /** The goal's own work. */
    protected abstract void run() throws MojoExecutionException, MojoFailureException;

    /** What Maven knows about this execution. */
    final MavenSide maven() {
        return new MavenSide(session, mojoExecution, project, settingsDecrypter, repositorySystem);
    }

    /** @param source where the tenants are listed */
    final DatabaseAccess databaseAccess(SourceParameters source, ThreadLimits threads) {
        return new DatabaseAccess(
                maven(),
                new ConnectionParameters(url, username, password, serverId, embeddedInitScript, embeddedPort),
                new DatabasesParameters(databases, databasesFile, databaseQuery, databaseQueryTimeout),
                source,
                threads);
    }
}
