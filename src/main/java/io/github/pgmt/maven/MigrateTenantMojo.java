package io.github.pgmt.maven;

import io.github.pgmt.migration.Operation;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
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
public class MigrateTenantMojo extends AbstractHookedMojo {

    /**
     * What of a tenant is one transaction. <code>changeset</code>: each changeset with its history row, so that what
     * succeeded before a failure is kept, as with Liquibase. <code>tenant</code>: all that is due in the tenant, so that it
     * has everything or is as it was; hooks keep their own transactions. It is refused in a tenant where a changeset that is
     * due has <code>runInTransaction=false</code> or controls transactions itself, and where the transactions of
     * <code>threads</code> tenants would hold more locks than the server has room for.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.atomicity", defaultValue = "changeset")
    private String atomicity;

    @Inject
    public MigrateTenantMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    String atomicity() {
        return atomicity;
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        goal(Operation.MIGRATE).run(() -> selectionParameters().requireOneTenant(), this::migrate);
    }
}
