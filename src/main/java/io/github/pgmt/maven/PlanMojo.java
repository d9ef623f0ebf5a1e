package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.parameter.RunParameters;
import io.github.pgmt.migration.inspection.PlanRun;
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
 * Freezes what <code>migrate-all</code> with the same parameters would do, so that it can be looked at and agreed to, and then
 * <code>migrate-all</code> with <code>planFile</code> does that and nothing else. It writes <code>plan.json</code>,
 * <code>plan.md</code>, <code>plan.sql</code> and <code>plan.rollback.sql</code>, which are the same bytes for the same tenants,
 * changelog and parameters, and prints the plan's hash.
 * Nothing is written to the database, and no lock is taken, so a role that may only read will do, and a read-only standby.
 *
 * <p>No value of a parameter is in a plan, but hashes of values. Set the environment variable <code>PGMT_PLAN_KEY</code> to a
 * secret, for the plan and for <code>migrate-all</code>, and nobody can try out which value a hash is of.
 *
 * @since 0.1.0
 */
@Mojo(name = "plan", requiresProject = false, requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public class PlanMojo extends AbstractPlanMojo {

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
    public PlanMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        goal(GoalKind.PLAN, outputFile)
                .plan(
                        fleetWiring(RunParameters.looking(threads())),
                        this::selectionParameters,
                        (context, selection) -> new PlanRun(context).plan(selection, frozen().options(maven())));
    }
}
