package io.github.pgmt.maven.console;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    private final RunningTenants running;
    private Progress progress;
    private long lastOfDrop;
    private int triedAgain;

    public ConsoleListener(Log log, ConsoleSettings settings) {
        this(log, settings, System::nanoTime);
    }

    ConsoleListener(Log log, ConsoleSettings settings, LongSupplier nanoTime) {
        super(log, settings);
        this.nanoTime = nanoTime;
        this.running = new RunningTenants(nanoTime);
        this.progress = newProgress(0);
        this.lastOfDrop = nanoTime.getAsLong();
        on(
                RunEvent.PhaseBegun.class,
                event -> log.debug("The run comes to: " + event.phase().name().toLowerCase(Locale.ROOT)));
        on(RunEvent.Started.class, this::started);
        on(RunEvent.CohortsFormed.class, this::cohortsFormed);
        // How many tenants they have is told; the reports tell which.
        on(RunEvent.CohortsPlanned.class, event -> {});
        on(RunEvent.PilotFinished.class, this::pilotFinished);
        on(
                RunEvent.ReplayIsOff.class,
                event -> log.info("Liquibase runs each changeset in every tenant, none is replayed: what is due "
                        + shown.message(event.why()) + "."));
        on(RunEvent.SharedFinished.class, event -> sharedFinished(event.result()));
        on(RunEvent.TenantBegun.class, event -> running.begin(event.tenant()));
        on(RunEvent.TenantPutBack.class, event -> running.end(event.tenant()));
        on(RunEvent.TenantFinished.class, event -> tenantFinished(event.result()));
        on(RunEvent.TenantNotConfirmed.class, event -> tenantNotConfirmed(event.result()));
        on(RunEvent.TenantWaits.class, this::tenantWaits);
        on(RunEvent.TenantIsTriedAgain.class, this::tenantIsTriedAgain);
        on(
                RunEvent.StillRunning.class,
                event -> WaitingText.stillRunning(event.running(), shown).forEach(log::info));
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
                + shown.name(settings.database()) + " (run " + event.runId() + ")");
    }

    private void cohortsFormed(RunEvent.CohortsFormed event) {
        if (event.tenants() > 1) {
            log.info(CohortText.line(event.tenants(), event.current(), event.cohorts(), settings.operation()));
            event.split().forEach(split -> log.info(CohortText.split(split, shown)));
        }
    }

    private void pilotFinished(RunEvent.PilotFinished event) {
        progress.otherWay(event.others());
        log.info(CohortText.goesOn(event, settings.operation(), shown));
    }

    private void sharedFinished(TenantResult result) {
        switch (result.outcome()) {
            // Why, the run's error says.
            case FAILED -> log.error(TenantLines.failed(SHARED, result, shown).get(0));
            case SKIPPED -> log.debug(SHARED + " was not come to");
            default -> tell(log::info, TenantLines.succeeded(SHARED, result, settings));
        }
    }

    private void tenantFinished(TenantResult result) {
        // Workers tell of their own tenants.
        progress.finished(result, Thread.currentThread());
        running.end(result.id());
        if (result.outcome() == Outcome.FAILED) {
            tell(log::error, TenantLines.failed(progress.counter(), result, shown));
        } else {
            boolean hasLine = progress.hasLineForEach() || settings.verbose();
            tell(
                    hasLine ? log::info : log::debug,
                    settings.operation() == Operation.RELEASE
                            ? TenantLines.ofLock(progress.counter(), result, shown)
                            : TenantLines.succeeded(progress.counter(), result, settings));
        }
        progress.lineIfDue().ifPresent(line -> log.info(line + running.slowest(shown)));
    }

    private void tenantNotConfirmed(TenantResult result) {
        tell(log::error, TenantLines.notConfirmed(result, shown));
    }

    private void tenantWaits(RunEvent.TenantWaits event) {
        String headline =
                shown.name(event.tenant().displayName()) + " waits, at most " + Durations.exact(event.atMost()) + ":";
        tell(log::info, Wording.joined(List.of(headline), Wording.indented("    ", shown.message(event.holder()))));
    }

    private void tenantIsTriedAgain(RunEvent.TenantIsTriedAgain event) {
        triedAgain++;
        tell(
                triedAgain <= LINES_OF_TRIES ? log::info : log::debug,
                WaitingText.triedAgain(event.tenant().displayName(), event.failure(), event.pause(), shown));
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
        if (dropping.add(event.tenant().displayName())) {
            log.info(DropText.whatGoes(event.tenant().displayName(), event.size(), event.withRow(), settings));
        }
    }

    private void dropGoesOn(RunEvent.DropGoesOn event) {
        long now = nanoTime.getAsLong();
        if (now - lastOfDrop >= BETWEEN_LINES_OF_A_DROP) {
            lastOfDrop = now;
            log.info(DropText.howFar(event.tenant().displayName(), event.gone(), event.left(), shown));
        }
    }

    private void lockFound(RunEvent.LockFound event) {
        String holder = shown.message(event.holder().text("locked"));
        log.info(shown.name(event.tenant().displayName()) + ": " + shown.name(holder));
    }

    /** What ended the run as a whole Maven says, in the line with which the build fails. */
    private void runFinished(RunHead head, OperationReport report) {
        if (report.dryRun() && report.operation() != Operation.DROP && report.operation() != Operation.RELEASE) {
            tell(log::info, PlanText.lines(report, settings));
        }
        boolean well = head.result() == RunReport.Result.SUCCESS;
        tell(well ? log::info : log::error, List.of(RunSummary.line(report, head.duration())));
        tell(log::info, SlowestText.lines(report, shown));
        tell(log::error, FailureSummary.causes(report, settings));
        tell(log::error, FailureSummary.retry(report, settings));
        tell(log::warn, RunSummary.skipped(report, settings));
        tell(log::warn, RunSummary.gone(report, shown));
        tell(log::warn, RunSummary.appeared(report, settings));
        tell(log::warn, RunSummary.notRun(report, settings));
        tell(log::warn, RunSummary.outside(report, shown));
    }
}
