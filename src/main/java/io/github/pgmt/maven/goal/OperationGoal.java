package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.console.ConsoleListener;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.maven.parameter.RunParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import java.util.function.Supplier;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Puts a run that works on tenants together from the user's parameters, and runs it.
 *
 * @param repeatable the same command again does what is left to do; otherwise it does more
 */
public record OperationGoal(
        Log log,
        FleetWiring wiring,
        RunParameters run,
        OutputParameters output,
        Operation operation,
        boolean repeatable) {

    /** What the run does, once everything is in place. */
    public interface Work {

        OperationResults on(RunContext context, TenantSelection selection);
    }

    /** The same as a dry run, if it is to be one. */
    public OperationGoal onlyLookingIf(boolean looks) {
        return looks ? new OperationGoal(log, wiring, run.asDryRun(), output, operation, repeatable) : this;
    }

    /** @param selection may refuse what the user gave; that is reported like any other end of a run */
    public void run(Supplier<SelectionParameters> selection, Work work)
            throws MojoExecutionException, MojoFailureException {
        GoalRun.Kind kind = new GoalRun.Kind(
                operation,
                run.dryRun(),
                repeatable,
                !run.dryRun(),
                OperationFindings.none(operation, run.dryRun()),
                ConsoleListener::new);
        GoalRun goal = new GoalRun(wiring.maven(), log, output, kind);
        goal.execute(() -> {
            RunOptions options = run.options();
            FleetWiring.Conduct conduct = new FleetWiring.Conduct(run.timeouts(), options);
            return wiring.run(
                    goal, selection.get(), conduct, (context, chosen) -> findings(work.on(context, chosen), options));
        });
    }

    private OperationFindings findings(OperationResults results, RunOptions options) {
        boolean failNever = options.onError() == RunOptions.OnError.FAIL_NEVER;
        return new OperationFindings(results, operation, run.dryRun(), failNever, output.failOnPending());
    }
}
