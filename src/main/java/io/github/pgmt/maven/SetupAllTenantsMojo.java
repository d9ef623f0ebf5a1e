package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.ReplayParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.outcome.Operation;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
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

    /**
     * Tenants that need the same form a cohort; those without a schema are always others than those that have one. Liquibase
     * itself makes the first of them, the pilot, and what it sent there is sent to the others, which is many times faster. What
     * goes through Liquibase in every tenant in any case, the report says. <code>false</code> means that all tenants do.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.replay", defaultValue = "true")
    private boolean replay;

    /**
     * The schema of the tenant that goes first in its cohort (where databases are listed <code>eu1/acme</code>); without it,
     * the first by name. It must be one of the selected tenants.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.pilot")
    private String pilot;

    /**
     * What confirms each result in the end. <code>history</code>: that every changeset is recorded as planned.
     * <code>catalog</code>: also that all that each tenant got which did not go through Liquibase itself is as its
     * cohort's pilot got it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.verify", defaultValue = "catalog")
    private String verify;

    @Inject
    public SetupAllTenantsMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    ReplayParameters replayParameters() {
        return new ReplayParameters(replay, pilot, verify);
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
