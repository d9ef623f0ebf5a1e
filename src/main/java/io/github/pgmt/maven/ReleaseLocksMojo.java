package io.github.pgmt.maven;

import io.github.pgmt.maven.build.TypedCommand;
import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.migration.command.ReleaseConfirmation;
import io.github.pgmt.migration.outcome.Operation;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Releases Liquibase's lock in the selected tenants, where a process that died has left it set. Without
 * <code>confirm</code> it says who has set which lock, since when, and what to confirm, changes nothing, and fails the build
 * if there is a lock to release. It needs no changelog.
 *
 * <p>A lock whose owner may be alive stays, and that tenant fails: a session on the database that has a lock in the
 * schema, that comes from the host which has set the lock or has its name as the application's, or that the role may not
 * look into. The message names the session.
 *
 * @since 0.1.0
 */
@Mojo(name = "release-locks", requiresProject = false, threadSafe = true)
public class ReleaseLocksMojo extends AbstractTenantMojo {

    /**
     * What is to be released: of a single lock the exact name of the tenant's schema, of several their number. The goal
     * says which when it is left out. A lock that stays because its owner may be alive does not count.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.confirm")
    private String confirm;

    @Inject
    public ReleaseLocksMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        goal(GoalKind.of(Operation.RELEASE, false, true))
                .execute(
                        tenantLookup(),
                        this::selectionParameters,
                        (found, selection) -> found.release(selection, confirmation()));
    }

    public final ReleaseConfirmation confirmation() {
        return new ReleaseConfirmation(Optional.ofNullable(confirm), TypedCommand.of(maven())::confirmed);
    }
}
