package io.github.pgmt.maven;

import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.command.AdoptionRun;
import io.github.pgmt.migration.outcome.Operation;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Adopts tenants whose schemas were made without Liquibase: records the changelog as run without running it. Before, the
 * changelog is tried out beside the tenant, in a schema of its own and a transaction that is rolled back; a tenant whose
 * tables are not those that the changelog makes is refused and nothing is recorded in it. For tenants that need the same it is
 * tried out once, and all of them must have these tables.
 *
 * <p>The tenants must be named, or <code>allTenants</code> set.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "changelog-sync",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class ChangelogSyncMojo extends AbstractReplayedChoiceMojo {

    /**
     * Records only up to the first changeset that makes this tag (<code>tagDatabase</code>), for a schema that has the
     * tables of an earlier release; <code>migrate-all</code> applies the rest.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.toTag")
    private String toTag;

    /**
     * Records without trying the changelog out, whatever tables the schema has.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.force", defaultValue = "false")
    private boolean force;

    @Inject
    public ChangelogSyncMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        Adoption adoption = new Adoption(Optional.ofNullable(toTag), force);
        operate(
                Operation.SYNCHRONIZE,
                this::chosenTenants,
                (context, selection) -> new AdoptionRun(context, adoption)
                        .adopt(selection, runParameters().dryRun()));
    }
}
