package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import java.io.File;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Lists the runs that the tenants' histories have, the newest first: id, first and last date, tenants, changesets, tags. A
 * changeset counts for the run that recorded it last. What Liquibase itself ran, or whoever else, is summed up by day. With
 * <code>tag</code> it also says how many tenants bear that tag, and which do not. It needs no changelog and changes nothing, so a
 * role that may only read will do, and a read-only standby.
 *
 * <p>At its end stands the command that takes the newest run back.
 *
 * <p>The build fails when a tenant's history could not be read, or no tenant is reached; not when the tag is missing.
 *
 * @since 0.1.0
 */
@Mojo(name = "history", requiresProject = false, threadSafe = true)
public class HistoryMojo extends AbstractTenantMojo {

    /**
     * A tag of which it is said how many tenants bear it, and which do not; without regard to case, as <code>rollback</code>
     * looks for it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tag")
    private String tag;

    /**
     * A file for what the goal answers on the console, too: in plain text (UTF-8), without colours and without Maven's
     * <code>[INFO]</code>. It is written also with Maven's <code>-q</code>, where the console is silent; a run that ends
     * without an answer leaves none. A later goal of the same build, with the same file, adds to it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.outputFile")
    private File outputFile;

    @Inject
    public HistoryMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        goal(GoalKind.HISTORY, outputFile)
                .execute(
                        tenantLookup(),
                        this::selectionParameters,
                        (found, selection) -> found.history(selection, Optional.ofNullable(tag)));
    }
}
