package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.goal.TenantLookup;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Lists the tenants that a selection reaches: what each is, how many tables and changesets it has, and its size on disk; with
 * <code>verbose</code>, also those that are left out, and why. It needs no changelog and changes nothing, so a role that
 * may only read will do, and a read-only standby.
 *
 * <p>Where the tenants come from a registry, schemas that have a history and no row are among those left out, and rows
 * without a schema are listed as missing.
 *
 * <p>The build fails when something could not be found out, or no tenant is reached.
 *
 * @since 0.1.0
 */
@Mojo(name = "list-tenants", requiresProject = false, threadSafe = true)
public class ListTenantsMojo extends AbstractTenantMojo {

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
    public ListTenantsMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        goal(GoalKind.LIST, outputFile).execute(tenantLookup(), this::selectionParameters, TenantLookup.Found::list);
    }
}
