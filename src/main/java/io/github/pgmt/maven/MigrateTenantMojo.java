package io.github.pgmt.maven;

import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Applies the changelog to the one tenant that <code>tenant</code> names. A schema that does not exist is an error;
 * <code>setup-tenant</code> makes new ones.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "migrate-tenant",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class MigrateTenantMojo extends AbstractUpdateMojo {

    @Inject
    public MigrateTenantMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        update(() -> selectionParameters().requireOneTenant());
    }
}
