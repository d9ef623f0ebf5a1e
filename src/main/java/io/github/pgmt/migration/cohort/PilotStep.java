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

    private final RunContext context;
    private final Map<String, TenantHistory> histories;
    private final ByLiquibase byLiquibase;

    /** @param histories what each tenant had before the run, by schema */
    PilotStep(RunContext context, Map<String, TenantHistory> histories, ByLiquibase byLiquibase) {
        this.context = context;
        this.histories = histories;
        this.byLiquibase = byLiquibase;
    }

    EngineResult fly(MigrationEngine engine, Tenant tenant, PilotedCohort cohort) {
        Failure failure = Failure.of(Failure.Kind.CHANGESET, "The pilot came to no end.");
        try {
            if (cohort.script().isEmpty()) {
                cohort.plan(script(engine, tenant, cohort));
            }
            ReplayScript script = cohort.script().orElseThrow();
            if (!script.isReplayable()) {
                goThroughLiquibase(tenant, cohort);
            }
            EngineResult result = context.gone()
                    .explain(tenant, byLiquibase.migrate(engine, tenant))
                    .by(Way.liquibase(script.notReplayed()));
            failure = result.failure().orElse(null);
            if (failure == null && script.isReplayable()) {
                follow(tenant, cohort);
            }
            return result;
        } finally {
            if (failure != null && (failure.mayPass() || failure.kind() == Failure.Kind.MISSING)) {
                cohort.pilotIsHeld();
            } else if (failure != null && isTooLarge(failure)) {
                cohort.refuse(failure.and("That was found in " + tenant.schema()
                        + ", which needs the same; nothing was tried in this tenant."));
            } else if (failure != null) {
                cohort.pilotFailed(failure);
            }
        }
    }

    /** Whether the tenant's one transaction takes more of the server's lock table than there is, which costs others dearly. */
    private boolean isTooLarge(Failure failure) {
        return context.options().atomicity() == Atomicity.TENANT
                && failure.sqlState().filter(LOCK_TABLE_IS_FULL::equals).isPresent();
    }

    private ReplayScript script(MigrationEngine engine, Tenant tenant, PilotedCohort cohort) {
        ReplayScript script = engine.script(tenant, histories.get(tenant.schema()), cohort.due());
        List<NotReplayed> objections = new ArrayList<>(script.notReplayed());
        for (ReplayedChangeSet changeSet : script.changeSets()) {
            Stream.concat(changeSet.statements().stream(), changeSet.recording().stream())
                    .map(context.environment().replays()::objection)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(why -> objections.add(new NotReplayed(changeSet.id(), why)));
        }
        return new ReplayScript(script.tables(), script.changeSets(), objections, script.concurrentIndexes());
    }

    /** Whether the others may have what the pilot got: it must be what was planned. */
    private void follow(Tenant tenant, PilotedCohort cohort) {
        ReplayScript script = cohort.script().orElseThrow();
        TenantHistory before = histories.get(tenant.schema());
        TenantHistory after = context.environment()
                .fleet()
                .histories(List.of(tenant.schema()))
                .get(tenant.schema());
        if (after.state() == TenantHistory.State.MISSING) {
            cohort.pilotIsHeld();
            return;
        }
        boolean upgraded = before.state() == TenantHistory.State.MANAGED
                && !before.layout().equals(after.layout());
        List<HistoryRow> planned = script.historyAfter(before.rows());
        if (upgraded || !essence(planned).equals(essence(after.rows())) || !hasOrders(script, after)) {
            cohort.plan(ReplayScript.none(List.of(new NotReplayed(
                    script.due().get(0),
                    "left something else in the history of " + tenant.schema() + " than planned"))));
            goThroughLiquibase(tenant, cohort);
            return;
        }
        cohort.replay();
        context.listener().hear(new RunEvent.PilotFinished(tenant.schema(), cohort.size() - 1, List.of()));
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

    private void goThroughLiquibase(Tenant pilot, PilotedCohort cohort) {
        cohort.goThroughLiquibase();
        context.listener().hear(new RunEvent.PilotFinished(pilot.schema(), cohort.size() - 1, cohort.notReplayed()));
    }
}
