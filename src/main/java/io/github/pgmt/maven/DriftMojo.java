package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.parameter.DriftParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import java.io.File;
import java.util.List;
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
public class DriftMojo extends AbstractTenantMojo {

    /**
     * How many connections read at once.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.threads", defaultValue = "4")
    private int threads;

    /**
     * What tenants are compared with: <code>majority</code>, what most of the tenants with the same changesets have, or
     * <code>tenant</code>, what <code>referenceTenant</code> has.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.reference", defaultValue = "majority")
    private String reference;

    /**
     * The tenant whose objects are right, by the exact name of its schema, with <code>reference=tenant</code>. Tenants with
     * other changesets than it has are not compared.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.referenceTenant")
    private String referenceTenant;

    /**
     * Whether the build fails when a tenant differs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.failOnDrift", defaultValue = "false")
    private boolean failOnDrift;

    /**
     * Objects that are left out, by globs (<code>*</code>, <code>?</code>) on what the goal prints of them:
     * <code>index *_tmp</code>, <code>table audit_*</code>. What belongs to a table goes with it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.ignoreObjects")
    private List<String> ignoreObjects;

    /**
     * What is left out of all objects: <code>owner</code>, <code>privileges</code>, <code>comment</code> and so on, as the goal
     * names it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.ignoreAspects", defaultValue = "statistics target,storage")
    private List<String> ignoreAspects;

    /**
     * A file of differences that are accepted: a tenant with no other ones is <code>KNOWN</code> and fails no build.
     * <code>acceptDrift</code> writes it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.driftBaseline")
    private File driftBaseline;

    /**
     * Whether all differences that are found are accepted and written to <code>driftBaseline</code>; what it has of tenants that
     * were not compared stays.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.acceptDrift", defaultValue = "false")
    private boolean acceptDrift;

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
                .execute(tenantLookup(), () -> drift.check(given), (found, selection) -> found.drift(selection, drift));
    }

    public final DriftParameters driftParameters() {
        return new DriftParameters(
                threads,
                reference,
                referenceTenant,
                failOnDrift,
                ignoreObjects,
                ignoreAspects,
                driftBaseline,
                acceptDrift);
    }
}
