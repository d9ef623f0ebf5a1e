package io.github.pgmt.maven;

import io.github.pgmt.migration.outcome.Operation;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Makes the one tenant that <code>tenant</code> names: creates its schema if it is missing, and applies the changelog. If
 * that fails, a schema that this run created is removed again. With a registry (<code>tenantQuery</code>,
 * <code>tenantTable</code>) the tenant needs a row there; <code>create-tenant</code> makes one.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "setup-tenant",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class SetupTenantMojo extends AbstractSetUpMojo {

    @Inject
    public SetupTenantMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        operate(Operation.SET_UP, () -> selectionParameters().requireOneTenant(), (context, selection) -> {
            selection.requireOne("makes");
            return setUp(context, selection);
        });
    }
}
