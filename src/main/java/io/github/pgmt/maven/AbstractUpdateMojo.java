package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.parameter.ContinueParameters;
import io.github.pgmt.maven.parameter.FrozenParameters;
import io.github.pgmt.maven.parameter.HowFarParameters;
import io.github.pgmt.maven.parameter.PlanParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.plan.PlanToKeep;
import java.io.File;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** A goal that runs the changelog in tenants that there are. Carries parameters, no logic. */
abstract class AbstractUpdateMojo extends AbstractHookedMojo {

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

    /**
     * Applies no further than the first changeset that makes this tag (<code>tagDatabase</code>) or that bears it in the
     * tenant's history, and that one too, as Liquibase's <code>update-to-tag</code> does. A tag that neither the changelog
     * makes nor a history has is an error, where Liquibase would apply everything. Several root changelogs are as one: what
     * follows the tag in a later one is not applied. <code>sharedChangeLogFile</code> is applied to its end, unless it makes
     * the tag itself. Not together with <code>changesToApply</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.toTag")
    private String toTag;

    /**
     * Applies so many of the changesets that are due in each tenant, over all root changelogs, as Liquibase's
     * <code>update-count</code> does: those that run with every update count, and those that preconditions leave out. Run
     * again, it applies as many more. <code>sharedChangeLogFile</code> is applied as a whole.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.changesToApply")
    private String changesToApply;

    /**
     * The id of an earlier run that this one goes on with: what is applied now bears that id in the histories, so that one
     * <code>rollbackRun</code> takes back what both applied. The command that is printed for a retry has it. It must be a run
     * of <code>migrate-all</code>, <code>migrate-tenant</code> or a goal that makes tenants which a tenant's history has, in
     * the selection or else among all tenants; anything else is an error before anything.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.continueRun")
    private String continueRun;

    /**
     * A plan that the goal <code>plan</code> made: nothing is applied but what is in it. It is planned anew and compared: with
     * another database, changelog, Liquibase or option it ends before anything. A tenant that is not as it was when the plan was
     * made fails (<code>STALE</code>), and the others go on; one that has the first of its planned changesets goes on with the
     * next, so that a run that failed or was killed is retried with the same plan.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.planFile")
    private File planFile;

    /**
     * The hash of the plan's file that was agreed to, as the goal <code>plan</code> prints it (SHA-256). A file with another one
     * is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.planHash")
    private String planHash;

    /**
     * What becomes of tenants that the plan does not have: <code>skip</code> (they are left out, which is told),
     * <code>include</code> (those that need what others in the plan need get it, the rest fails) or <code>fail</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.newTenants", defaultValue = "skip")
    private String newTenants;

    AbstractUpdateMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    String atomicity() {
        return atomicity;
    }

    @Override
    final HowFarParameters howFar() {
        return new HowFarParameters(toTag, changesToApply);
    }

    private Optional<PlanToKeep> planToKeep() {
        FrozenParameters frozen =
                new FrozenParameters(changelogSource(), hookParameters(), sourceParameters(), atomicity);
        return new PlanParameters(planFile, planHash, newTenants).plan(() -> frozen.options(maven()));
    }

    /** Brings tenants as far as is said, or with {@code dryRun} says what that would be. */
    final void update(Supplier<SelectionParameters> selection) throws MojoExecutionException, MojoFailureException {
        GoalKind kind =
                GoalKind.of(Operation.MIGRATE, runParameters().dryRun(), planFile != null || howFar().isRepeatable());
        ContinueParameters going = new ContinueParameters(continueRun);
        operate(
                kind.goingOnWith(going.run()),
                () -> going.requireRun(selection.get()),
                (context, chosen) -> new MigrationRun(context, going.run().isPresent(), planToKeep())
                        .migrate(chosen, runParameters().dryRun()));
    }
}
