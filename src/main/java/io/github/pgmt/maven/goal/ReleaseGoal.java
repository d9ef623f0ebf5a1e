package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.build.TypedCommand;
import io.github.pgmt.maven.console.ConsoleListener;
import io.github.pgmt.maven.parameter.Findings;
import io.github.pgmt.maven.parameter.LocalHost;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.command.ReleaseConfirmation;
import io.github.pgmt.migration.command.ReleaseRun;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.tenant.TenantSelection;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Puts a release of Liquibase's locks together from the user's parameters, and runs it. Has no changelog.
 *
 * @param confirm what the user says is to be released, if anything
 */
public record ReleaseGoal(Log log, MavenSide maven, TenantLookup lookup, OutputParameters output, String confirm) {

    /**
     * @throws MojoExecutionException when the database does not answer, reports cannot be written, or pgmt has a bug
     * @throws MojoFailureException when what the user gave is refused, or what was found is to fail the build
     */
    public void run(SelectionParameters selection) throws MojoExecutionException, MojoFailureException {
        GoalRun.Kind kind = new GoalRun.Kind(
                Operation.RELEASE,
                false,
                true,
                true,
                OperationFindings.none(Operation.RELEASE, false),
                ConsoleListener::new);
        GoalRun goal = new GoalRun(maven, log, output, kind);
        goal.execute(() -> release(goal, selection));
    }

    private Findings release(GoalRun goal, SelectionParameters selection) {
        TenantSelection chosen = selection.selection(maven);
        TenantLookup.Found found = lookup.find(goal, maven, selection.tenant() != null);
        LiquibaseLocks locks = new PostgresLocks(found.server(), lookup.tables(), LocalHost.name());
        OperationResults results = new ReleaseRun(found.tenants(), locks, goal.runId(), found.listener())
                .release(chosen, found.server().display(), confirmation());
        boolean onlyLooked = results.error().isPresent();
        return selection.requireTenants(
                new OperationFindings(results, Operation.RELEASE, onlyLooked, false, false), found.tenants());
    }

    /** Knows also the command by which the user confirms: this one again, with what else was typed. */
    public ReleaseConfirmation confirmation() {
        return new ReleaseConfirmation(Optional.ofNullable(confirm), TypedCommand.of(maven)::confirmed);
    }
}
