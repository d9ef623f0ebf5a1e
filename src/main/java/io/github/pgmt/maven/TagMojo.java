package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.ReplayParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.command.TagRun;
import io.github.pgmt.migration.failure.RunRefusedException;
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
 * Puts a tag on the last changeset of every selected tenant's history (the last that is not <code>runAlways</code>), to
 * which <code>rollback</code> with <code>rollbackTag</code> can go back. A tenant that has the tag there already is up
 * to date. A tag is never overwritten and never given twice in a tenant: that tenant fails.
 *
 * @since 0.1.0
 */
@Mojo(name = "tag", requiresProject = false, requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public class TagMojo extends AbstractMigrationMojo {

    private static final int LONGEST_TAG = 255;

    /**
     * The tag, at most 255 characters, for example the version of the release that is in production.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tag")
    private String tag;

    /**
     * Tenants in whose histories the tag goes to the same place form a cohort: the first, the pilot, is tagged in a session of
     * Liquibase's, the others without, many times faster. <code>false</code>: all have one.
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
     * What confirms a result: <code>history</code>, the tag is there; <code>catalog</code>, also the catalog is as it was.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.verify", defaultValue = "history")
    private String verify;

    @Inject
    public TagMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    ReplayParameters replayParameters() {
        return new ReplayParameters(replay, pilot, verify);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        operate(Operation.TAG, this::checkedSelection, (context, selection) -> new TagRun(context, tag).tag(selection));
    }

    private SelectionParameters checkedSelection() {
        if (tag == null || tag.isBlank()) {
            throw new RunRefusedException("Which tag? Set it with -Dpgmt.tag=");
        }
        if (tag.length() > LONGEST_TAG) {
            throw new RunRefusedException("-Dpgmt.tag has " + tag.length()
                    + " characters; Liquibase's history has room for " + LONGEST_TAG + ".");
        }
        if (runParameters().dryRun()) {
            throw new RunRefusedException("tag has no dry run; leave out -Dpgmt.dryRun.");
        }
        return selectionParameters();
    }
}
