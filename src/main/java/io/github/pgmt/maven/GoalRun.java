package io.github.pgmt.maven;

import io.github.pgmt.maven.console.ConsoleListener;
import io.github.pgmt.maven.console.ConsoleSettings;
import io.github.pgmt.migration.DatabaseUnavailableException;
import io.github.pgmt.migration.MigrationListener;
import io.github.pgmt.migration.MigrationRun;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.RunOptions;
import io.github.pgmt.migration.RunRefusedException;
import io.github.pgmt.migration.RunReport;
import io.github.pgmt.migration.StopSignal;
import io.github.pgmt.migration.TenantSessions;
import io.github.pgmt.postgres.DatabaseAddress;
import io.github.pgmt.report.ReportFiles;
import io.github.pgmt.report.ReportFormat;
import io.github.pgmt.tenant.InvalidSelectionException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** One execution of a goal, from its start to its reports and its exit, however it ends. */
final class GoalRun {

    /** The goal's own work. */
    interface Work {
        MigrationRun.Results run();
    }

    private final MavenSide maven;
    private final Log log;
    private final OutputParameters output;
    private final RunParameters run;
    private final Instant startedAt = Instant.now();
    private final RunId runId = RunId.startingAt(startedAt);
    private final StopSignal stop = new StopSignal();
    private MigrationListener listener = new MigrationListener() {};
    /** Until the user's own are known to be right. */
    private Set<ReportFormat> formats = EnumSet.allOf(ReportFormat.class);

    private Optional<DatabaseAddress> address = Optional.empty();
    private Optional<Interruption> interruption = Optional.empty();

    GoalRun(MavenSide maven, Log log, OutputParameters output, RunParameters run) {
        this.maven = maven;
        this.log = log;
        this.output = output;
        this.run = run;
    }

    RunId runId() {
        return runId;
    }

    StopSignal stop() {
        return stop;
    }

    /** From now on the console tells what happens, without the secrets of this address. */
    MigrationListener tellOf(DatabaseAddress database, boolean oneTenant) {
        address = Optional.of(database);
        ConsoleSettings settings = new ConsoleSettings(
                maven.goal(),
                maven.goalOnTheCommandLine(),
                oneTenant,
                run.dryRun(),
                database.display(),
                output.reportsDirectory(),
                output.verbose(),
                redaction());
        listener = MigrationListener.all(List.of(new ConsoleListener(log, settings)));
        return listener;
    }

    /** From now on an interrupt ends the run in order. */
    void watch(RunOptions options, TenantSessions sessions) {
        interruption = Optional.of(Interruption.watch(stop, options.shutdownGrace(), sessions));
    }

    private UnaryOperator<String> redaction() {
        List<String> secrets = address.map(DatabaseAddress::secrets).orElse(List.of());
        return text -> {
            String redacted = text;
            for (String secret : secrets) {
                redacted = redacted.replace(secret, "***");
            }
            return redacted;
        };
    }

    void execute(Work work) throws MojoExecutionException, MojoFailureException {
        try {
            files().removeStale(maven.goal());
            Ending ending = attempt(work);
            RunReport report = ending.report();
            // Anew, since the secrets are known only now.
            files().write(report);
            listener.runFinished(report);
            exit(ending);
        } catch (IOException e) {
            throw new MojoExecutionException(
                    "The reports cannot be written to " + output.reportsDirectory() + ": " + e, e);
        } finally {
            interruption.ifPresent(Interruption::close);
        }
    }

    private ReportFiles files() {
        return new ReportFiles(output.reportsDirectory(), formats, redaction());
    }

    /** How it ended, and what ended it if that was no tenant. */
    private record Ending(RunReport report, Exception cause) {}

    private Ending attempt(Work work) {
        try {
            formats = output.formats();
            MigrationRun.Results results = work.run();
            boolean failed = results.tenants().stream().anyMatch(tenant -> tenant.outcome() == Outcome.FAILED);
            Optional<String> error = interruption().or(() -> pending(results));
            RunReport.Result result = failed || error.isPresent() ? RunReport.Result.FAILED : RunReport.Result.SUCCESS;
            return new Ending(report(result, error, results), null);
        } catch (RunRefusedException | InvalidSelectionException e) {
            return ended(RunReport.Result.FAILED, e);
        } catch (DatabaseUnavailableException e) {
            return ended(RunReport.Result.ERROR, e);
        } catch (RuntimeException e) {
            return ended(RunReport.Result.ERROR, new IllegalStateException("Unexpected error: " + e, e));
        }
    }

    private Optional<String> interruption() {
        return stop.isRequested() ? Optional.of("The run was interrupted. Run it again to go on.") : Optional.empty();
    }

    private Optional<String> pending(MigrationRun.Results results) {
        long pending = results.tenants().stream()
                .filter(tenant -> tenant.outcome() == Outcome.PLANNED)
                .count();
        return output.failOnPending() && pending > 0
                ? Optional.of(pending + " of " + results.tenants().size()
                        + " tenants have changesets to apply (pgmt.failOnPending=true).")
                : Optional.empty();
    }

    private Ending ended(RunReport.Result result, RuntimeException cause) {
        String message = redaction().apply(String.valueOf(cause.getMessage()));
        return new Ending(report(result, Optional.of(message), new MigrationRun.Results(List.of(), List.of())), cause);
    }

    private RunReport report(RunReport.Result result, Optional<String> error, MigrationRun.Results results) {
        return new RunReport(
                maven.goal(),
                run.dryRun(),
                runId,
                result,
                error,
                startedAt,
                Duration.between(startedAt, Instant.now()),
                address.map(DatabaseAddress::display),
                results.tenants(),
                results.outside());
    }

    private void exit(Ending ending) throws MojoExecutionException, MojoFailureException {
        RunReport report = ending.report();
        if (report.result() == RunReport.Result.SUCCESS) {
            return;
        }
        if (report.result() == RunReport.Result.ERROR) {
            throw caused(new MojoExecutionException(report.error().orElseThrow()), ending);
        }
        if (report.error().isPresent()) {
            throw caused(new MojoFailureException(report.error().get()), ending);
        }
        if (run.options().onError() != RunOptions.OnError.FAIL_NEVER) {
            throw new MojoFailureException(
                    report.failed().size() + " of " + report.tenants().size() + " tenants failed, see above and "
                            + output.reportsDirectory().resolve(maven.goal() + ".json"));
        }
    }

    /** As a suppressed exception, which {@code -e} shows too: of a cause Maven would say again what the message says. */
    private static <E extends Exception> E caused(E exception, Ending ending) {
        if (ending.cause() != null) {
            exception.addSuppressed(ending.cause());
        }
        return exception;
    }
}
