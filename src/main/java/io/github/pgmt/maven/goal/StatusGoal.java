package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.console.StatusConsole;
import io.github.pgmt.maven.parameter.Findings;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.maven.parameter.RunParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** Puts a look at the tenants together from the user's parameters, and looks. */
public record StatusGoal(Log log, FleetWiring wiring, RunParameters run, OutputParameters output) {

    /** @param selection may refuse what the user gave; that is reported like any other end of a run */
    public void run(Supplier<SelectionParameters> selection) throws MojoExecutionException, MojoFailureException {
        GoalRun.Kind kind = GoalRun.Kind.looking(
                new StatusFindings(List.of(), Optional.empty(), output.failOnPending()), StatusConsole::new);
        GoalRun goal = new GoalRun(wiring.maven(), log, output, kind);
        goal.execute(() -> look(goal, selection.get()));
    }

    private Findings look(GoalRun goal, SelectionParameters selection) {
        RunOptions options = run.options();
        FleetWiring.Conduct conduct = new FleetWiring.Conduct(run.timeouts(), options);
        return wiring.run(goal, selection, conduct, (context, chosen) -> findings(new StatusRun(context), chosen));
    }

    private StatusFindings findings(StatusRun look, TenantSelection chosen) {
        return new StatusFindings(look.look(chosen), look.lookAtShared(), output.failOnPending());
    }
}
