package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.outcome.Operation;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Makes all tenants that a registry (<code>tenantQuery</code>, <code>tenantTable</code>) lists and that have no schema yet,
 * and applies the changelog to the others too. A tenant that fails stops no other; a schema that this run created for it is
 * removed again.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "setup-all-tenants",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class SetupAllTenantsMojo extends AbstractSetUpMojo {

    @Inject
    public SetupAllTenantsMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        operate(Operation.SET_UP, this::selectionOfRegistry, this::setUp);
    }

    private SelectionParameters selectionOfRegistry() {
        sourceParameters().requireRegistry();
        return selectionParameters();
    }
}
