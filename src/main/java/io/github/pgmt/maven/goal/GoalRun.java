package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.build.TypedCommand;
import io.github.pgmt.maven.console.ConsoleSettings;
import io.github.pgmt.maven.console.HarmlessLog;
import io.github.pgmt.maven.given.GivenNames;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.databases.UnreachedDatabase;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.event.CourseRecorder;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.failure.UnexpectedError;
import io.github.pgmt.migration.inspection.PlanRun;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.report.PlanFile;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Printable;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.TenantSelection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** One execution of a goal, from its start to its reports and its exit, however it ends. */
public final class GoalRun {

    /** What a goal does to tenants with a changelog. */
    public interface Operating {

        OperationResults on(RunContext context, TenantSelection selection);
    }

    /** What a goal plans for tenants with a changelog. */
    public interface Planning {

        PlanRun.Made on(RunContext context, TenantSelection selection);
    }

    private final MavenSide maven;
    private final Log log;
    private final OutputParameters output;
    private final GoalKind kind;
    private final TypedCommand typed;
    private final Instant startedAt = Instant.now();
    private final CourseRecorder course = new CourseRecorder(System::nanoTime);
    private final RunId runId;
    private final RunId processId;
    private final StopSignal stop = new StopSignal();
    private final GoalReports reports;
    private final GitHubAnnotations annotations;
    private MigrationListener listener = MigrationListener.NONE;
    private final List<DatabaseAddress> hidden = new ArrayList<>();
    private GoalDatabases databases = GoalDatabases.NOT_KNOWN;
    private Optional<Interruption> interruption = Optional.empty();

    public GoalRun(MavenSide maven, Log log, OutputParameters output, GoalKind kind) {
        this.maven = maven;
        this.log = new HarmlessLog(log, thrown -> shown().apply(thrown));
        this.output = output;
        this.kind = kind;
        this.typed = TypedCommand.of(maven);
        this.reports = new GoalReports(maven, this.log, output);
        this.annotations = new GitHubAnnotations(maven, this.log);
        RunId starting = RunId.startingAt(startedAt);
        this.processId = kind.operation() == Operation.SYNCHRONIZE ? starting.ofSync() : starting;
        this.runId = kind.goesOnWith().orElse(processId);
    }

    /** Which rows in histories bear. */
    RunId runId() {
        return runId;
    }

    /** By which this process is told from others: two may go on with the same run. */
    RunId processId() {
        return processId;
    }

    StopSignal stop() {
        return stop;
    }

    /** From now on nothing shows the secrets of this address. */
    void hideSecretsOf(DatabaseAddress address) {
        hidden.add(address);
    }

    /**
     * From now on the console tells what happens, without the secrets of these addresses.
     *
     * @param addresses of the run's databases, at least one
     * @throws RunRefusedException when the goal changes something and a URL does not let it
     */
    MigrationListener tellOf(List<DatabaseAddress> addresses, boolean oneTenant) {
        databases = new GoalDatabases(addresses, List.of());
        addresses.forEach(this::hideSecretsOf);
        ConsoleSettings settings = new ConsoleSettings(
                maven.goal(),
                maven.goalOnTheCommandLine(),
                oneTenant,
                kind.operation(),
                kind.dryRun(),
                databases.shown(),
                output.reportsDirectory(),
                output.verbose(),
                OutgoingText.onConsole(shown()),
                options -> shown().apply(typed.forOthers(options)),
                typed.leavesOutSecrets(),
                reports.answer()::add);
        MigrationListener console = MigrationListener.oneAtATime(kind.console().apply(log, settings));
        listener = event -> {
            course.hear(event);
            console.hear(event);
        };
        if (kind.changing()) {
            addresses.forEach(DatabaseAddress::requireForChanges);
        }
        addresses.forEach(address -> address.warnings().forEach(listener::warned));
        return listener;
    }

    /** The report tells of these that they did not answer. */
    void goOnWithout(List<UnreachedDatabase> unreached) {
        databases = databases.without(unreached);
    }

    /** From now on it is known which files changesets come from. */
    void changeSetsAreIn(ChangelogPlaces places) {
        annotations.find(places);
    }

    /** From now on an interrupt ends the run in order. */
    void watch(Duration shutdownGrace, TenantSessions sessions) {
        interruption = Optional.of(Interruption.watch(stop, shutdownGrace, sessions));
    }

    /** The secrets are known only once the databases' addresses are. */
    private ShownText shown() {
        List<String> secrets = hidden.stream()
                .flatMap(address -> address.secrets().stream())
                .distinct()
                .toList();
        return new ShownText(typed, secrets, output.showDetail());
    }

    /**
     * Does to tenants with a changelog what the goal's kind says.
     *
     * @param selection may refuse what the user gave; that is reported like any other end of a run
     */
    public void operate(FleetWiring wiring, Supplier<SelectionParameters> selection, Operating work)
            throws MojoExecutionException, MojoFailureException {
        execute(wiring, selection, (context, chosen) -> {
            boolean failNever = context.options().onError() == RunOptions.OnError.FAIL_NEVER;
            OperationReport report = new OperationReport(
                    kind.operation(),
                    kind.dryRun(),
                    failNever,
                    output.failOnPending(),
                    kind.repeatable(),
                    work.on(context, chosen));
            return mayBeGoneOnWith(report) ? report.goingOnAs(runId) : report;
        });
    }

    /** A run that no history has cannot be gone on with. */
    private boolean mayBeGoneOnWith(OperationReport report) {
        boolean recorded = kind.goesOnWith().isPresent() || report.changeSetsApplied() > 0;
        return kind.operation() == Operation.MIGRATE && !kind.dryRun() && recorded;
    }

    /** Makes a plan of tenants with a changelog. */
    public void plan(FleetWiring wiring, Supplier<SelectionParameters> selection, Planning work)
            throws MojoExecutionException, MojoFailureException {
        execute(wiring, selection, (context, chosen) -> {
            PlanRun.Made made = work.on(context, chosen);
            String text = PlanFile.text(made.plan(), OutgoingText.inFiles(shown()));
            return new PlanReport(Optional.of(made.plan()), PlanFile.hash(text), Optional.of(made.preview()));
        });
    }

    /** The same of a goal that makes its report itself. */
    public <P> void execute(Wiring<P> wiring, Supplier<SelectionParameters> selection, Wiring.Work<P> work)
            throws MojoExecutionException, MojoFailureException {
        execute(() -> wiring.run(this, selection.get(), work));
    }

    void execute(Supplier<GoalReport> work) throws MojoExecutionException, MojoFailureException {
        try {
            Ending ending = attempt(work);
            listener.hear(new RunEvent.Finished(ending.report()));
            // The secrets are known only now.
            Optional<String> unwritten = reports.write(ending.report(), shown());
            annotations.tell(ending.report(), OutgoingText.onConsole(shown()));
            exit(ending, unwritten);
        } finally {
            interruption.ifPresent(Interruption::close);
        }
    }

    /** How it ended, and what ended it if that was no tenant. */
    private record Ending(RunReport report, Exception cause) {}

    private Ending attempt(Supplier<GoalReport> work) {
        try {
            reports.prepare(processId, kind.changing());
            GivenNames.check(maven, kind.changing(), log);
            GoalReport report = work.get();
            Optional<String> error = interruption().or(report::error);
            RunReport.Result result =
                    report.isFailed() || error.isPresent() ? RunReport.Result.FAILED : RunReport.Result.SUCCESS;
            return new Ending(new RunReport(head(result, error), report, course.end()), null);
        } catch (RunRefusedException | InvalidSelectionException e) {
            return ended(RunReport.Result.FAILED, e);
        } catch (DatabaseUnavailableException | GoalReports.UnwritableException e) {
            return ended(RunReport.Result.ERROR, e);
        } catch (RuntimeException | Error e) {
            return ended(RunReport.Result.ERROR, new IllegalStateException(UnexpectedError.describe(e), e));
        }
    }

    private Optional<String> interruption() {
        return stop.isRequested() ? Optional.of("The run was interrupted. Run it again to go on.") : Optional.empty();
    }

    private Ending ended(RunReport.Result result, RuntimeException cause) {
        String message = shown().apply(String.valueOf(cause.getMessage()));
        return new Ending(new RunReport(head(result, Optional.of(message)), kind.nothing(), course.end()), cause);
    }

    private RunHead head(RunReport.Result result, Optional<String> error) {
        return new RunHead(
                maven.goal(),
                runId,
                result,
                error,
                startedAt,
                Duration.between(startedAt, Instant.now()),
                databases.only().map(DatabaseAddress::display),
                databases.listed(shown()));
    }

    /** @param unwritten why the reports could not be written; told apart, where something else fails the build already */
    private void exit(Ending ending, Optional<String> unwritten) throws MojoExecutionException, MojoFailureException {
        RunReport report = ending.report();
        Optional<String> failure = report.body().buildFailure();
        boolean failed = report.error().isPresent() || failure.isPresent();
        if (unwritten.isPresent() && !failed) {
            throw new MojoExecutionException(shown().message(unwritten.get()));
        }
        if (!(ending.cause() instanceof GoalReports.UnwritableException)) {
            unwritten.map(shown()).map(Printable::text).ifPresent(log::error);
        }
        if (report.result() == RunReport.Result.ERROR) {
            throw caused(
                    new MojoExecutionException(shown().message(report.error().orElseThrow())), ending);
        }
        if (report.error().isPresent()) {
            throw caused(new MojoFailureException(shown().message(report.error().get())), ending);
        }
        if (failure.isPresent()) {
            Path json = output.reportsDirectory().resolve(maven.goal() + ".json");
            throw new MojoFailureException(
                    shown().message(failure.get() + ", see above" + (unwritten.isEmpty() ? " and " + json : "")));
        }
    }

    /** As a suppressed exception, which {@code -e} shows too: of a cause Maven would say again what the message says. */
    private <E extends Exception> E caused(E exception, Ending ending) {
        if (ending.cause() != null) {
            exception.addSuppressed(shown().apply(ending.cause()));
        }
        return exception;
    }
}
