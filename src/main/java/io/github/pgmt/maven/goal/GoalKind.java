package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.console.ConsoleListener;
import io.github.pgmt.maven.console.ConsoleSettings;
import io.github.pgmt.maven.console.DoctorConsole;
import io.github.pgmt.maven.console.DriftConsole;
import io.github.pgmt.maven.console.HistoryConsole;
import io.github.pgmt.maven.console.ListConsole;
import io.github.pgmt.maven.console.PlanConsole;
import io.github.pgmt.maven.console.StatusConsole;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.maven.plugin.logging.Log;

/**
 * What goals differ in.
 *
 * @param operation what the goal does to tenants; one that only looks at them looks at what a migration would do
 * @param repeatable the same command again does what is left to do; otherwise it does more
 * @param changing whether it changes anything at all
 * @param goesOnWith the run whose id the rows are to bear; empty is one of its own
 * @param nothing what is reported of a run that ends before its first tenant
 * @param console tells what happens while the goal runs
 */
public record GoalKind(
        Operation operation,
        boolean dryRun,
        boolean repeatable,
        boolean changing,
        Optional<RunId> goesOnWith,
        GoalReport nothing,
        BiFunction<Log, ConsoleSettings, MigrationListener> console) {

    /** Says how the tenants are to the changelog. */
    public static final GoalKind STATUS = looking(new StatusReport(false, List.of()), StatusConsole::new);

    /** Says which tenants there are. */
    public static final GoalKind LIST = looking(new ListReport(List.of(), List.of()), ListConsole::new);

    /** Says which runs there were. */
    public static final GoalKind HISTORY = looking(HistoryReport.NONE, HistoryConsole::new);

    /** Says what a migration would do, so that it can be looked at and then done. */
    public static final GoalKind PLAN = looking(PlanReport.NONE, PlanConsole::new);

    /** Says what could stand in a migration's way. */
    public static final GoalKind DOCTOR = looking(new DoctorReport(0, List.of()), DoctorConsole::new);

    /** Says how tenants differ that have the same changesets. */
    public static final GoalKind DRIFT =
            looking(new DriftReport(false, List.of(), List.of(), List.of()), DriftConsole::new);

    /** A goal that does this to tenants, or with a dry run says what it would do. */
    public static GoalKind of(Operation operation, boolean dryRun, boolean repeatable) {
        return new GoalKind(
                operation,
                dryRun,
                repeatable,
                !dryRun,
                Optional.empty(),
                new OperationReport(operation, dryRun, OperationResults.NONE),
                ConsoleListener::new);
    }

    /** The same, whose rows bear the id of that run. */
    public GoalKind goingOnWith(Optional<RunId> run) {
        return new GoalKind(operation, dryRun, repeatable, changing, run, nothing, console);
    }

    private static GoalKind looking(GoalReport nothing, BiFunction<Log, ConsoleSettings, MigrationListener> console) {
        return new GoalKind(Operation.MIGRATE, false, true, false, Optional.empty(), nothing, console);
    }
}
