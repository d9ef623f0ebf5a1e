package io.github.pgmt.maven;

import io.github.pgmt.migration.Operation;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Applies the changelog to every selected tenant schema, several at once. A tenant that fails stops no other; at the end
 * the summary and the reports say what happened where, and the build fails if any tenant failed.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "migrate-all",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class MigrateAllMojo extends AbstractHookedMojo {

    @Inject
    public MigrateAllMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        goal(Operation.MIGRATE).run(this::selectionParameters, this::migrate);
    }
}
