package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.parameter.HowFarParameters;
import io.github.pgmt.maven.parameter.RunParameters;
import io.github.pgmt.migration.inspection.StatusRun;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Says of every selected tenant whether it is up to date, which changesets are pending, or what is wrong with it. It
 * writes nothing to the database and takes no lock, so a role that may only read will do, and a read-only standby.
 *
 * <p>Pending is what <code>migrate-all</code> with the same parameters would run. Whether preconditions hold that read
 * the database is not asked: changesets with such preconditions count as pending, and it is said that they have some.
 * <code>runAlways</code> changesets that are in the history already are not pending.
 *
 * <p>The build fails when the status of a tenant could not be found out, and with <code>failOnPending</code> when a
 * tenant is not up to date.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "status",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class StatusMojo extends AbstractChangelogMojo {

    /**
     * A file for what the goal answers on the console, too: in plain text (UTF-8), without colours and without Maven's
     * <code>[INFO]</code>. It is written also with Maven's <code>-q</code>, where the console is silent; a run that ends
     * without an answer leaves none. A later goal of the same build, with the same file, adds to it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.outputFile")
    private File outputFile;

    /**
     * Looks no further than the first changeset that makes this tag (<code>tagDatabase</code>) or that bears it in the
     * tenant's history, and that one too: at what <code>migrate-all</code> with the same tag would apply, as Liquibase's
     * <code>update-to-tag</code> does. A tag that neither the changelog makes nor a history has is an error. A tenant that
     * has all up to there is up to date. Not together with <code>changesToApply</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.toTag")
    private String toTag;

    /**
     * Names only so many of the changesets that are due in each tenant: those that <code>migrate-all</code> with the same
     * number would apply next.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.changesToApply")
    private String changesToApply;

    @Inject
    public StatusMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    HowFarParameters howFar() {
        return new HowFarParameters(toTag, changesToApply);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        goal(GoalKind.STATUS, outputFile)
                .execute(
                        fleetWiring(RunParameters.looking(threads())),
                        this::selectionParameters,
                        (context, selection) -> new StatusRun(context)
                                .report(selection, outputParameters().failOnPending()));
    }
}
