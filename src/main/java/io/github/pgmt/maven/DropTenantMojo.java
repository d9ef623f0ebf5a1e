package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.parameter.DropParameters;
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
 * Drops the schema of the one tenant that <code>tenant</code> names, with all that is in it, for good. The name must be
 * said twice: <code>confirm</code> repeats it.
 *
 * <p>Only what is a tenant is dropped: a schema that is listed, and has nothing in it but Liquibase's two tables or a
 * history with changesets of the changelog. It stays when anything outside it depends on what is in it, which would be lost too.
 *
 * <p>A schema with very many objects is dropped in several transactions, its history last. If that ends early, the same
 * command goes on.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "drop-tenant",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class DropTenantMojo extends AbstractMigrationMojo {

    /**
     * The exact name of the schema once more. Without it, nothing is dropped: the goal looks at the tenant as a
     * <code>dryRun</code> does, which needs none, and says how to go on.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.confirm")
    private String confirm;

    /**
     * Deletes the tenant's row in <code>tenantTable</code> too, in the same transaction as the schema.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.dropRegistryRow", defaultValue = "false")
    private boolean dropRegistryRow;

    @Inject
    public DropTenantMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        DropParameters drop = dropParameters();
        operate(
                GoalKind.of(Operation.DROP, drop.onlyLooks(), true),
                () -> drop.check(selectionParameters(), sourceParameters()),
                drop::drop);
    }

    public final DropParameters dropParameters() {
        return new DropParameters(
                selectionParameters().tenant(),
                confirm,
                dropRegistryRow,
                runParameters().dryRun());
    }
}
