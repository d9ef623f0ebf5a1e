package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.ReplayParameters;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
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
public class MigrateAllMojo extends AbstractUpdateMojo {

    /**
     * Tenants that need the same changesets form a cohort. Liquibase itself migrates the first of them, the pilot, and what
     * it sent there is sent to the others, which is many times faster. Changesets of which it is not certain that they do
     * the same in each tenant (preconditions that read the database, <code>runInTransaction=false</code>, custom changes,
     * loaded data and more) go through Liquibase in every tenant in any case; the report says which and why.
     * <code>false</code> means that all do.
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
     * <code>catalog</code>: also that the tables, columns, indexes, constraints, views, functions and so on of each tenant
     * that did not go through Liquibase itself changed as those of its cohort's pilot did.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.verify", defaultValue = "catalog")
    private String verify;

    @Inject
    public MigrateAllMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    ReplayParameters replayParameters() {
        return new ReplayParameters(replay, pilot, verify);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        update(this::selectionParameters);
    }
}
