package io.github.pgmt.maven.console;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.outcome.Cohort;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.Printable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.maven.plugin.logging.Log;

/**
 * Tells a run on Maven's console while it goes on. Not for several threads at once: give it to
 * {@link MigrationListener#all} first.
 */
public final class ConsoleListener extends TellingListener {

    private static final String SHARED = "Shared schema";
    private static final long BETWEEN_LINES_OF_A_DROP = Duration.ofSeconds(10).toNanos();

    private static final int LINES_OF_TRIES = 20;

    private final LongSupplier nanoTime;
    private final Set<String> dropping = new HashSet<>();
    private Progress progress;
    private long lastOfDrop;
    private int triedAgain;

    public ConsoleListener(Log log, ConsoleSettings settings) {
        this(log, settings, System::nanoTime);
    }

    ConsoleListener(Log log, ConsoleSettings settings, LongSupplier nanoTime) {
        super(log, settings);
        this.nanoTime = nanoTime;
        this.progress = newProgress(0);
        this.lastOfDrop = nanoTime.getAsLong();
    }

    private Progress newProgress(int tenants) {
        return new Progress(tenants, settings.operation().success(settings.dryRun()), settings.operation(), nanoTime);
    }

    @Override
    public void runStarted(RunId runId, int tenants) {
        progress = newProgress(tenants);
        log.info(OperationText.begins(settings) + " " + Wording.count(tenants, "tenant") + " in "
                + Printable.name(settings.database()) + " (run " + runId + ")");
    }

    @Override
    public void cohortsFormed(int tenants, int current, List<Cohort> cohorts) {
        if (tenants > 1) {
            log.info(CohortText.line(tenants, current, cohorts));
        }
    }

    @Override
    public void pilotFinished(String schema, int others, List<NotReplayed> notReplayed) {
        progress.otherWay(others);
        log.info(CohortText.goesOn(
                Printable.name(schema),
                others,
                notReplayed.stream().map(printable::rewrite).toList()));
    }

    @Override
    public void sharedFinished(TenantResult result) {
        TenantResult shown = printable.rewrite(result);
        switch (shown.outcome()) {
            // Why, the run's error says.
            case FAILED -> log.error(TenantLines.failed(SHARED, shown).get(0));
            case SKIPPED -> log.debug(SHARED + " was not come to");
            default -> tell(log::info, TenantLines.succeeded(SHARED, shown, settings.verbose()));
        }
    }

    @Override
    public void tenantFinished(TenantResult result) {
        // Workers tell of their own tenants.
        progress.finished(result, Thread.currentThread());
        TenantResult shown = printable.rewrite(result);
        if (shown.outcome() == Outcome.FAILED) {
            tell(log::error, TenantLines.failed(progress.counter(), shown));
        } else {
            boolean hasLine = progress.hasLineForEach() || settings.verbose();
            tell(
                    hasLine ? log::info : log::debug,
                    settings.operation() == Operation.RELEASE
                            ? TenantLines.ofLock(progress.counter(), shown)
                            : TenantLines.succeeded(progress.counter(), shown, settings.verbose()));
        }
        progress.lineIfDue().ifPresent(log::info);
    }

    @Override
    public void tenantNotConfirmed(TenantResult result) {
        tell(log::error, TenantLines.notConfirmed(printable.rewrite(result)));
    }

    @Override
    public void tenantWaits(String schema, String holder, Duration atMost) {
        String headline = Printable.name(schema) + " waits, at most " + Durations.exact(atMost) + ":";
        tell(log::info, Wording.joined(List.of(headline), Wording.indented("    ", shown(holder))));
    }

    @Override
    public void tenantIsTriedAgain(String schema, Failure failure, Duration pause) {
        triedAgain++;
        tell(
                triedAgain <= LINES_OF_TRIES ? log::info : log::debug,
                WaitingText.triedAgain(schema, failure, pause, this::shown));
        if (triedAgain == LINES_OF_TRIES) {
            log.info("    (Further ones are told with -X only; the report has all.)");
        }
    }

    @Override
    public void stillRunning(Map<String, Duration> running) {
        log.info(WaitingText.stillRunning(running));
    }

    @Override
    public void batchPaused(Duration pause) {
        progress.paused(pause);
        log.info("The batch is done; the run pauses for " + Durations.exact(pause));
    }

    /** A tenant that was held is dropped in more than one attempt. */
    @Override
    public void dropStarted(String schema, SchemaSize size, boolean withRow) {
        if (dropping.add(schema)) {
            log.info(DropText.whatGoes(schema, size, withRow, settings.dryRun()));
        }
    }

    @Override
    public void dropGoesOn(String schema, int gone, int left) {
        long now = nanoTime.getAsLong();
        if (now - lastOfDrop >= BETWEEN_LINES_OF_A_DROP) {
            lastOfDrop = now;
            log.info(DropText.howFar(schema, gone, left));
        }
    }

    @Override
    public void lockFound(String schema, LockHolder holder) {
        LockHolder shown = printable.rewrite(holder);
        log.info(Printable.name(schema) + ": " + shown.text("locked"));
    }

    /** What ended the run as a whole Maven says, in the line with which the build fails. */
    @Override
    public void runFinished(OperationReport report) {
        OperationReport shown = printable.rewrite(report);
        if (isForMavenToTell(shown)) {
            return;
        }
        if (shown.dryRun() && shown.operation() != Operation.DROP && shown.operation() != Operation.RELEASE) {
            tell(log::info, PlanText.lines(shown, settings.verbose()));
        }
        boolean well = shown.result() == RunReport.Result.SUCCESS;
        tell(well ? log::info : log::error, List.of(RunSummary.line(shown)));
        tell(log::error, FailureSummary.causes(shown, settings));
        tell(log::error, FailureSummary.retry(report, settings));
        tell(log::warn, RunSummary.skipped(shown, settings));
        tell(log::warn, RunSummary.gone(shown));
        tell(log::warn, RunSummary.appeared(report, settings));
        tell(log::warn, RunSummary.notRun(shown, settings.verbose()));
        tell(log::warn, RunSummary.outside(shown));
    }
}
