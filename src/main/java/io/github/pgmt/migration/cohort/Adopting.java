package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.engine.AdoptionResult;
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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records changesets as run, all of a tenant in one transaction. What the changelog makes of tables is found out beside the pilot,
 * and the others must have the same; of one that has not, Liquibase's way says what is different.
 */
final class Adopting implements CohortWork {

    private static final String OTHER_VALUES =
            "is in a changelog that was tried out beside the pilot with other values than the tenant's";

    private final RunId runId;
    private final Adoption adoption;
    private final Map<Tenant, MigrationPlan> plans;

    /** What the changelog makes; a plan is a cohort's. */
    private final Map<MigrationPlan, AdoptionResult.Made> made = Collections.synchronizedMap(new IdentityHashMap<>());

    /** @param plans what is to be recorded in each tenant of a cohort */
    Adopting(RunId runId, Adoption adoption, Map<Tenant, MigrationPlan> plans) {
        this.runId = runId;
        this.adoption = adoption;
        this.plans = plans;
    }

    @Override
    public EngineResult byLiquibase(MigrationEngine engine, Tenant tenant, int done) {
        AdoptionResult adopted = engine.adopt(tenant, adoption);
        adopted.made()
                .filter(found -> plans.containsKey(tenant))
                .ifPresent(found -> made.putIfAbsent(plans.get(tenant), found));
        return adopted.result();
    }

    @Override
    public PlannedScript plan(
            MigrationEngine engine,
            Tenant pilot,
            TenantHistory before,
            MigrationPlan plan,
            Optional<OpenValues> open,
            PilotNotes notes) {
        return engine.scriptOfAdoption(pilot, before, plan, adoption);
    }

    @Override
    public TenantReplays.Replayed send(
            TenantReplays replays, Tenant tenant, ReplayScript script, List<HistoryRow> history) {
        if (adoption.unchecked()) {
            return replays.record(tenant, script, history, Optional.empty());
        }
        AdoptionResult.Made ofCohort = made.get(plans.get(tenant));
        return ofCohort.isFor(tenant)
                ? replays.record(tenant, script, history, Optional.of(ofCohort.tables()))
                : new TenantReplays.Replayed(
                        EngineResult.nothing(),
                        Optional.of(new NotReplayed(script.due().get(0), OTHER_VALUES)));
    }

    @Override
    public boolean isAsPlanned(List<HistoryRow> planned, List<HistoryRow> after) {
        return new RowsWritten(runId).areAlike(planned, after);
    }

    @Override
    public Outcome outcome(EngineResult result) {
        return result.changeSets().isEmpty() ? Outcome.UP_TO_DATE : Outcome.SYNCED;
    }
}
