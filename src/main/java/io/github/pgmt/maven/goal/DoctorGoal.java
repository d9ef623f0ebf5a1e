package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.console.DoctorConsole;
import io.github.pgmt.maven.parameter.Findings;
import io.github.pgmt.maven.parameter.LocalHost;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.tenant.TenantSelection;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Puts an examination of the fleet together from the user's parameters, and makes it. Has no changelog.
 *
 * @param threads how many tenants a migration is to work on at once
 * @param failOnWarning warnings fail the build too
 */
public record DoctorGoal(
        Log log, MavenSide maven, TenantLookup lookup, OutputParameters output, int threads, boolean failOnWarning) {

    /**
     * @throws MojoExecutionException when the database does not answer, reports cannot be written, or pgmt has a bug
     * @throws MojoFailureException when what the user gave is refused, or what was found is to fail the build
     */
    public void run(SelectionParameters selection) throws MojoExecutionException, MojoFailureException {
        GoalRun.Kind kind =
                GoalRun.Kind.looking(new DoctorFindings(DoctorRun.Result.NONE, failOnWarning), DoctorConsole::new);
        GoalRun goal = new GoalRun(maven, log, output, kind);
        goal.execute(() -> examine(goal, selection));
    }

    private Findings examine(GoalRun goal, SelectionParameters selection) {
        if (threads < 1) {
            throw new RunRefusedException("-Dpgmt.threads=" + threads + " is less than 1.");
        }
        TenantSelection chosen = selection.selection(maven);
        TenantLookup.Found found = lookup.find(goal, maven, selection.tenant() != null);
        DoctorRun run = new DoctorRun(
                found.tenants(),
                found.catalog(),
                found.fleet(),
                new PostgresLocks(found.server(), lookup.tables(), LocalHost.name()),
                new PostgresExamination(found.server(), lookup.examined()));
        return new DoctorFindings(
                run.examine(chosen, found.server().display(), threads, selection.failIfNoTenants()), failOnWarning);
    }
}
