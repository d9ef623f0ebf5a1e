package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings the pilot of a cohort through Liquibase, and judges by it how the others go. */
final class PilotStep {

    private static final String LOCK_TABLE_IS_FULL = "53200";
    private static final Failure NO_END = Failure.of(Failure.Kind.CHANGESET, "The pilot came to no end.");

    private final RunContext context;
    private final Map<Tenant, TenantHistory> histories;
    private final ByLiquibase byLiquibase;

    /** @param histories what each tenant had before the run */
    PilotStep(RunContext context, Map<Tenant, TenantHistory> histories, ByLiquibase byLiquibase) {
        this.context = context;
        this.histories = histories;
        this.byLiquibase = byLiquibase;
    }

    EngineResult fly(MigrationEngine engine, Tenant pilot, PilotedCohort cohort) {
        return new Flight(engine, pilot, cohort).fly();
    }

    /** One try of one pilot. */
    private final class Flight {

        private final MigrationEngine engine;
        private final Tenant pilot;
        private final PilotedCohort cohort;
        private final TenantHistory before;

        Flight(MigrationEngine engine, Tenant pilot, PilotedCohort cohort) {
            this.engine = engine;
            this.pilot = pilot;
            this.cohort = cohort;
            this.before = histories.get(pilot);
        }

        /** However it ends, the pilot gives its place away: the others would wait for it for good. */
        EngineResult fly() {
            Optional<Failure> failure = Optional.of(NO_END);
            try {
                ReplayScript script = cohort.state().planned().orElseGet(this::plan);
                if (!script.isReplayable()) {
                    goThroughLiquibase(script.notReplayed());
                }
                EngineResult result = context.gone()
                        .explain(pilot, byLiquibase.migrate(engine, pilot))
                        .by(Way.liquibase(script.notReplayed()));
                if (result.failure().isEmpty() && script.isReplayable()) {
                    follow(script);
                }
                failure = result.failure();
                return result;
            } finally {
                failure.ifPresent(this::leave);
            }
        }

        private void leave(Failure failure) {
            if (failure.mayPass() || failure.kind() == Failure.Kind.MISSING) {
                cohort.pilotIsHeld();
            } else if (isTooLarge(failure)) {
                cohort.become(new PilotedCohort.Refused(failure.and("That was found in " + pilot.schema()
                        + ", which needs the same; nothing was tried in this tenant.")));
            } else {
                cohort.pilotFailed(failure);
            }
        }

        /** Is kept for the next pilot, should this one come to nothing. */
        private ReplayScript plan() {
            ReplayScript script = engine.script(pilot, before, cohort.due());
            List<NotReplayed> objections = new ArrayList<>(script.notReplayed());
            for (ReplayedChangeSet changeSet : script.changeSets()) {
                Stream.concat(changeSet.statements().stream(), changeSet.recording().stream())
                        .map(context.environment().replays()::objection)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .ifPresent(why -> objections.add(new NotReplayed(changeSet.id(), why)));
            }
            ReplayScript planned =
                    new ReplayScript(script.tables(), script.changeSets(), objections, script.concurrentIndexes());
            cohort.become(new PilotedCohort.PilotAtWork(pilot, Optional.of(planned)));
            return planned;
        }

        /** Whether the others may have what the pilot got: it must be what was planned. */
        private void follow(ReplayScript script) {
            TenantHistory after =
                    context.environment().fleet().histories(List.of(pilot)).get(pilot);
            if (after.state() == TenantHistory.State.MISSING) {
                cohort.pilotIsHeld();
                return;
            }
            boolean upgraded = before.state() == TenantHistory.State.MANAGED
                    && !before.layout().equals(after.layout());
            List<HistoryRow> planned = script.historyAfter(before.rows());
            if (upgraded || !essence(planned).equals(essence(after.rows())) || !hasOrders(script, after)) {
                goThroughLiquibase(List.of(new NotReplayed(
                        script.due().get(0),
                        "left something else in the history of " + pilot.schema() + " than planned")));
                return;
            }
            cohort.become(new PilotedCohort.Replayed(pilot, script));
            tell(List.of());
        }

        private void goThroughLiquibase(List<NotReplayed> reasons) {
            cohort.become(new PilotedCohort.ThroughLiquibase(reasons));
            tell(reasons);
        }

        private void tell(List<NotReplayed> reasons) {
            context.listener().hear(new RunEvent.PilotFinished(pilot.schema(), cohort.size() - 1, reasons));
        }
    }

    /** Whether the tenant's one transaction takes more of the server's lock table than there is, which costs others dearly. */
    private boolean isTooLarge(Failure failure) {
        return context.options().atomicity() == Atomicity.TENANT
                && failure.sqlState().filter(LOCK_TABLE_IS_FULL::equals).isPresent();
    }

    private static List<HistoryRow> essence(List<HistoryRow> rows) {
        return rows.stream().map(HistoryRow::essence).toList();
    }

    private static boolean hasOrders(ReplayScript script, TenantHistory after) {
        int count = script.changeSets().size();
        List<Integer> planned = script.changeSets().stream()
                .map(changeSet -> changeSet.recorded().order())
                .toList();
        List<HistoryRow> rows = after.rows();
        return rows.subList(rows.size() - count, rows.size()).stream()
                .map(HistoryRow::order)
                .toList()
                .equals(planned);
    }
}
