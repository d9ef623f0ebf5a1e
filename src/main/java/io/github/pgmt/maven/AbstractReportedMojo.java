package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.goal.GoalRun;
import io.github.pgmt.maven.parameter.OutputParameters;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** What is said of a goal's end: on the console, in the reports, and by the build. Carries parameters, no logic. */
abstract class AbstractReportedMojo extends AbstractPgmtMojo {

    /**
     * Where the reports are written: <code>&lt;goal&gt;.json</code>, <code>TEST-pgmt.&lt;goal&gt;.xml</code>,
     * <code>&lt;goal&gt;.md</code> and, when tenants failed, <code>&lt;goal&gt;.failed.txt</code>. Without it:
     * <code>pgmt</code> in the project's build directory; outside a project, <code>target/pgmt</code> in the current
     * one.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.reportsDirectory")
    private File reportsDirectory;

    /**
     * The reports to write: <code>json</code>, <code>junit</code>, <code>html</code>, <code>markdown</code>,
     * <code>prometheus</code>. <code>html</code> is a page for people, which has all of the run and needs neither a network nor
     * scripts. <code>markdown</code> is a shorter one; where the environment variable <code>GITHUB_STEP_SUMMARY</code> is set,
     * as on GitHub Actions, it is appended to that file too. <code>prometheus</code> writes <code>&lt;goal&gt;.prom</code>, the
     * run's numbers for the textfile collector of node_exporter; no tenant is named in it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.reportFormats", defaultValue = "json,junit,html")
    private List<String> reportFormats;

    /**
     * Whether the build fails when a tenant is not current: for a pipeline that must not go on before all are. With
     * <code>status</code> that is every tenant that is not up to date, whatever the reason; with a <code>dryRun</code>,
     * one that is left with changesets to apply.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.failOnPending", defaultValue = "false")
    private boolean failOnPending;

    /**
     * Whether the console names every changeset of every tenant.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.verbose", defaultValue = "false")
    private boolean verbose;

    /**
     * Whether the console and the reports show what PostgreSQL's errors quote of tenants' rows: their DETAIL
     * (<code>Key (email)=(ann@example.com) already exists</code>) and the values in errors of class 22
     * (<code>invalid input syntax for type integer: "12a"</code>). With <code>false</code> there is &#8230; in their place, and
     * with <code>-X</code> nothing of Liquibase's own log.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.showDetail", defaultValue = "true")
    private boolean showDetail;

    AbstractReportedMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    final GoalRun goal(GoalKind kind) {
        return new GoalRun(maven(), getLog(), outputParameters(), kind);
    }

    /** @param answer a file that the goal's answer goes into too, if not null */
    final GoalRun goal(GoalKind kind, File answer) {
        return new GoalRun(maven(), getLog(), outputParameters().answeringIn(answer), kind);
    }

    public final OutputParameters outputParameters() {
        // Maven's stand-in for a project has a build directory with an expression in it, so this is no default value.
        Path directory =
                reportsDirectory == null ? maven().buildDirectory().resolve("pgmt") : reportsDirectory.toPath();
        return new OutputParameters(directory, reportFormats, failOnPending, verbose, showDetail);
    }
}
