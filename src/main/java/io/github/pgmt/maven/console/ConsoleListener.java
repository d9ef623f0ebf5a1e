package io.github.pgmt.maven.console;

import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.Printable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.maven.plugin.logging.Log;

/**
 * Tells a run on Maven's console while it goes on. Not for several threads at once: give it to
 * {@link MigrationListener#oneAtATime} first.
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
        on(RunEvent.Started.class, this::started);
        on(RunEvent.CohortsFormed.class, this::cohortsFormed);
        on(RunEvent.PilotFinished.class, this::pilotFinished);
        on(RunEvent.SharedFinished.class, event -> sharedFinished(event.result()));
        on(RunEvent.TenantFinished.class, event -> tenantFinished(event.result()));
        on(RunEvent.TenantNotConfirmed.class, event -> tenantNotConfirmed(event.result()));
        on(RunEvent.TenantWaits.class, this::tenantWaits);
        on(RunEvent.TenantIsTriedAgain.class, this::tenantIsTriedAgain);
        on(RunEvent.StillRunning.class, event -> log.info(WaitingText.stillRunning(event.running())));
        on(RunEvent.BatchPaused.class, event -> batchPaused(event.pause()));
        on(RunEvent.DropStarted.class, this::dropStarted);
        on(RunEvent.DropGoesOn.class, this::dropGoesOn);
        on(RunEvent.LockFound.class, this::lockFound);
        onFinished(OperationReport.class, this::runFinished);
    }

    private Progress newProgress(int tenants) {
        return new Progress(tenants, settings.operation().success(settings.dryRun()), settings.operation(), nanoTime);
    }

    private void started(RunEvent.Started event) {
        progress = newProgress(event.tenants());
        log.info(OperationText.begins(settings) + " " + Wording.count(event.tenants(), "tenant") + " in "
                + Printable.name(settings.database()) + " (run " + event.runId() + ")");
    }

    private void cohortsFormed(RunEvent.CohortsFormed event) {
        if (event.tenants() > 1) {
            log.info(CohortText.line(event.tenants(), event.current(), event.cohorts()));
        }
    }

    private void pilotFinished(RunEvent.PilotFinished event) {
        progress.otherWay(event.others());
        log.info(CohortText.goesOn(
                Printable.name(event.schema()),
                event.others(),
                event.notReplayed().stream().map(printable::rewrite).toList()));
    }

    private void sharedFinished(TenantResult result) {
        TenantResult shown = printable.rewrite(result);
        switch (shown.outcome()) {
            // Why, the run's error says.
            case FAILED -> log.error(TenantLines.failed(SHARED, shown).get(0));
            case SKIPPED -> log.debug(SHARED + " was not come to");
            default -> tell(log::info, TenantLines.succeeded(SHARED, shown, settings.verbose()));
        }
    }

    private void tenantFinished(TenantResult result) {
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

    private void tenantNotConfirmed(TenantResult result) {
        tell(log::error, TenantLines.notConfirmed(printable.rewrite(result)));
    }

    private void tenantWaits(RunEvent.TenantWaits event) {
        String headline = Printable.name(event.schema()) + " waits, at most " + Durations.exact(event.atMost()) + ":";
        tell(log::info, Wording.joined(List.of(headline), Wording.indented("    ", shown(event.holder()))));
    }

    private void tenantIsTriedAgain(RunEvent.TenantIsTriedAgain event) {
        triedAgain++;
        tell(
                triedAgain <= LINES_OF_TRIES ? log::info : log::debug,
                WaitingText.triedAgain(event.schema(), event.failure(), event.pause(), this::shown));
        if (triedAgain == LINES_OF_TRIES) {
            log.info("    (Further ones are told with -X only; the report has all.)");
        }
    }

    private void batchPaused(Duration pause) {
        progress.paused(pause);
        log.info("The batch is done; the run pauses for " + Durations.exact(pause));
    }

    /** A tenant that was held is dropped in more than one attempt. */
    private void dropStarted(RunEvent.DropStarted event) {
        if (dropping.add(event.schema())) {
            log.info(DropText.whatGoes(event.schema(), event.size(), event.withRow(), settings.dryRun()));
        }
    }

    private void dropGoesOn(RunEvent.DropGoesOn event) {
        long now = nanoTime.getAsLong();
        if (now - lastOfDrop >= BETWEEN_LINES_OF_A_DROP) {
            lastOfDrop = now;
            log.info(DropText.howFar(event.schema(), event.gone(), event.left()));
        }
    }

    private void lockFound(RunEvent.LockFound event) {
        LockHolder shown = printable.rewrite(event.holder());
        log.info(Printable.name(event.schema()) + ": " + shown.text("locked"));
    }

    /** What ended the run as a whole Maven says, in the line with which the build fails. */
    private void runFinished(RunHead head, OperationReport report) {
        OperationReport shown = printable.rewrite(report);
        if (shown.dryRun() && shown.operation() != Operation.DROP && shown.operation() != Operation.RELEASE) {
            tell(log::info, PlanText.lines(shown, settings.verbose()));
        }
        boolean well = head.result() == RunReport.Result.SUCCESS;
        tell(well ? log::info : log::error, List.of(RunSummary.line(shown, head.duration())));
        tell(log::error, FailureSummary.causes(shown, settings));
        tell(log::error, FailureSummary.retry(report, settings));
        tell(log::warn, RunSummary.skipped(shown, settings));
        tell(log::warn, RunSummary.gone(shown));
        tell(log::warn, RunSummary.appeared(report, settings));
        tell(log::warn, RunSummary.notRun(shown, settings.verbose()));
        tell(log::warn, RunSummary.outside(shown));
    }
}
