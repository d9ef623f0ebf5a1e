package io.github.pgmt.maven;

import io.github.pgmt.maven.console.ConsoleListener;
import io.github.pgmt.migration.MigrationRun;
import io.github.pgmt.migration.RunOptions;
import java.util.function.Supplier;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** Puts a migrating run together from the user's parameters, and runs it. */
record MigrationGoal(Log log, FleetWiring wiring, RunParameters run, OutputParameters output) {

    /** @param selection may refuse what the user gave; that is reported like any other end of a run */
    void run(Supplier<SelectionParameters> selection) throws MojoExecutionException, MojoFailureException {
        GoalRun.Kind kind = new GoalRun.Kind(run.dryRun(), MigrationFindings.none(run.dryRun()), ConsoleListener::new);
        GoalRun goal = new GoalRun(wiring.maven(), log, output, kind);
        goal.execute(() -> migrate(goal, selection.get()));
    }

    private Findings migrate(GoalRun goal, SelectionParameters selection) {
        RunOptions options = run.options();
        FleetWiring.Conduct conduct = new FleetWiring.Conduct(run.timeouts(), options.shutdownGrace());
        return wiring.run(goal, selection, conduct, (environment, chosen, listener) -> {
            MigrationRun migration = new MigrationRun(environment, options, goal.runId(), goal.stop(), listener);
            return findings(migration.migrate(chosen, run.dryRun()), options);
        });
    }

    private MigrationFindings findings(MigrationRun.Results results, RunOptions options) {
        boolean failNever = options.onError() == RunOptions.OnError.FAIL_NEVER;
        return new MigrationFindings(results, run.dryRun(), failNever, output.failOnPending());
    }
}
