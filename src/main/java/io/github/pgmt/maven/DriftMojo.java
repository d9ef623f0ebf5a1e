package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.parameter.DriftParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Finds tenants whose objects are not as those of the others with the same changesets, and names what is missing, extra or
 * different. It needs no changelog, reads no table but Liquibase's two, and changes nothing, so a role that may only read
 * will do, and a read-only standby.
 *
 * <p>The build fails when a tenant could not be read, and with <code>failOnDrift</code> when one differs, was being changed, or
 * should have been compared and could not be.
 *
 * @since 0.1.0
 */
@Mojo(name = "drift", requiresProject = false, threadSafe = true)
public class DriftMojo extends AbstractDriftMojo {

    /**
     * Whether the build fails when a tenant differs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.failOnDrift", defaultValue = "false")
    private boolean failOnDrift;

    /**
     * A file for what the goal answers on the console, too: in plain text (UTF-8), without colours and without Maven's
     * <code>[INFO]</code>. It is written also with Maven's <code>-q</code>, where the console is silent; a run that ends
     * without an answer leaves none. A later goal of the same build, with the same file, adds to it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.outputFile")
    private File outputFile;

    @Inject
    public DriftMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        SelectionParameters given = selectionParameters();
        DriftParameters drift = driftParameters();
        goal(GoalKind.DRIFT, outputFile)
                .execute(
                        tenantLookup(threadLimits()),
                        () -> drift.check(given),
                        (found, selection) -> found.drift(selection, drift, failOnDrift));
    }
}
