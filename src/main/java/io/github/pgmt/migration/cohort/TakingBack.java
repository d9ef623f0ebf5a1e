package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Takes back what was planned. Both ways compare a tenant's history with the one that its plan was made from, row by row.
 *
 * @param histories what each tenant had when it was planned
 * @param plans what is to be taken back in each
 * @param telling what is to be said of a tenant that came out so
 */
record TakingBack(
        Map<Tenant, TenantHistory> histories,
        Map<Tenant, MigrationPlan> plans,
        BiFunction<Tenant, EngineResult, EngineResult> telling)
        implements CohortWork {

    @Override
    public EngineResult byLiquibase(MigrationEngine engine, Tenant tenant, int done) {
        List<ChangeSetId> toUndo = plans.get(tenant).result().due();
        TenantHistory left = histories.get(tenant).without(Set.copyOf(toUndo.subList(0, done)));
        return engine.rollBack(tenant, left, toUndo.subList(done, toUndo.size()));
    }

    @Override
    public PlannedScript plan(
            MigrationEngine engine,
            Tenant pilot,
            TenantHistory before,
            MigrationPlan plan,
            Optional<OpenValues> open,
            PilotNotes notes) {
        return engine.scriptOfRollback(pilot, before, plan);
    }

    @Override
    public TenantReplays.Replayed send(
            TenantReplays replays, Tenant tenant, ReplayScript script, List<HistoryRow> history) {
        return replays.replay(tenant, script, history, Atomicity.CHANGESET);
    }

    @Override
    public boolean isAsPlanned(List<HistoryRow> planned, List<HistoryRow> after) {
        return RowsWritten.areEqual(planned, after);
    }

    @Override
    public List<ChangeSetId> done(TenantResult.ChangeSets changeSets, List<ChangeSetId> due) {
        return changeSets.undone();
    }

    @Override
    public EngineResult told(Tenant tenant, EngineResult result) {
        return telling.apply(tenant, result);
    }

    @Override
    public Outcome outcome(EngineResult result) {
        return result.changeSets().isEmpty() ? Outcome.UP_TO_DATE : Outcome.ROLLED_BACK;
    }
}
