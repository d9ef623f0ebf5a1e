package io.github.pgmt.maven;

import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
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

    @Inject
    public ListTenantsMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        new ListGoal(getLog(), maven(), tenantLookup(), outputParameters()).run(selectionParameters());
    }
}
