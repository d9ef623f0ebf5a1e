package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.parameter.RollbackParameters;
import io.github.pgmt.migration.command.RollbackRun;
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
 * Takes changesets back: the last ones, those after a tag or a time, or those of one run. The tenants must be named, or
 * <code>allTenants</code> set. It is worked out for every tenant first, in the order of its own history; a tenant in which
 * it cannot be done, or would leave something else than what was there before, is refused before anything is taken back
 * anywhere. Each changeset and its history row go in one transaction. <code>runAlways</code> changesets that ran again stay.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "rollback",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class RollbackMojo extends AbstractReplayedChoiceMojo {

    /**
     * Takes back so many changesets, the last ones of each tenant's own history that <code>contexts</code> and
     * <code>labelFilter</code> let pass. Run again, it takes back as many more.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.rollbackCount")
    private String rollbackCount;

    /**
     * Takes back what came after this tag and passes <code>contexts</code> and <code>labelFilter</code>; also the changeset
     * that made the tag by <code>tagDatabase</code>, as Liquibase does. A tenant without the tag fails.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.rollbackTag")
    private String rollbackTag;

    /**
     * Takes back what was executed after this time and passes <code>contexts</code> and <code>labelFilter</code>: ISO local
     * time, <code>2026-11-24T18:30:00</code>, or <code>2026-11-24</code> for the start of that day. The histories have no
     * time zone: let this machine be in the same one as that which migrated.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.rollbackDate")
    private String rollbackDate;

    /**
     * Takes back exactly what this run applied, where it applied something, whatever <code>contexts</code> and
     * <code>labelFilter</code> are. The id of a run is in its reports, in the first line of its console output, and in the
     * histories as <code>DEPLOYMENT_ID</code>; <code>history</code> lists them. Several, at commas, are a release and its
     * retries, <code>r0toxeplhw,r0toxf02k1</code>: in each tenant, what any of them applied is taken back, in the order that
     * its history asks for. Tenants in which other, later runs applied something are refused; an id that no selected tenant
     * has is an error, or a warning where the tenants are named and have another of the list.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.rollbackRun")
    private String rollbackRun;

    /**
     * Takes back, with the objects and data, also what <code>changelog-sync</code> only recorded and, but by
     * <code>rollbackRun</code>, changesets that ran again since (<code>runOnChange</code>), although what they had made
     * before cannot be brought back.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.force", defaultValue = "false")
    private boolean force;

    /**
     * No new tenant of a cohort starts once so many of it failed at the same changeset with the same SQLSTATE (without one, with
     * the same kind of failure) and none of it came past that changeset: the others are skipped, with that as the reason, and
     * other cohorts go on. A cohort here are the tenants with the same history and the same changesets to take back, whatever their
     * parameters. <code>0</code>: all are tried.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.maxCohortFailures", defaultValue = "3")
    private int maxCohortFailures;

    @Inject
    public RollbackMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    int maxCohortFailures() {
        return maxCohortFailures;
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        RollbackParameters parameters =
                new RollbackParameters(rollbackCount, rollbackTag, rollbackDate, rollbackRun, force);
        boolean dryRun = runParameters().dryRun();
        operate(
                GoalKind.of(Operation.ROLL_BACK, dryRun, parameters.isRepeatable()),
                () -> parameters.requireOne(chosenTenants()),
                (context, selection) -> new RollbackRun(context, parameters.rollback()).rollBack(selection, dryRun));
    }
}
