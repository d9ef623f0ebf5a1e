package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.console.ListConsole;
import io.github.pgmt.maven.parameter.Findings;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.outcome.TenantList;
import io.github.pgmt.tenant.TenantSelection;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** Puts a list of the tenants together from the user's parameters, and makes it. Has no changelog. */
public record ListGoal(Log log, MavenSide maven, TenantLookup lookup, OutputParameters output) {

    /**
     * @throws MojoExecutionException when the database does not answer, reports cannot be written, or pgmt has a bug
     * @throws MojoFailureException when what the user gave is refused, or what was found is to fail the build
     */
    public void run(SelectionParameters selection) throws MojoExecutionException, MojoFailureException {
        GoalRun.Kind kind = GoalRun.Kind.looking(new ListFindings(TenantList.NONE), ListConsole::new);
        GoalRun goal = new GoalRun(maven, log, output, kind);
        goal.execute(() -> list(goal, selection));
    }

    private Findings list(GoalRun goal, SelectionParameters selection) {
        TenantSelection chosen = selection.selection(maven);
        TenantLookup.Found found = lookup.find(goal, maven, selection.tenant() != null);
        ListRun run = new ListRun(found.tenants(), found.catalog(), found.fleet(), found.listener());
        return selection.requireTenants(
                new ListFindings(run.list(chosen, found.server().display())), found.tenants());
    }
}
