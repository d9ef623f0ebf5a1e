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
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Applies what is pending, in as many transactions as the user wants. What was done before does not matter, since Liquibase
 * reads it in the history.
 *
 * @param tenants how many the run migrates
 * @param newTenants those of them that have to be made first
 */
record Updating(RunContext context, int tenants, NewTenants newTenants) implements CohortWork {

    @Override
    public EngineResult byLiquibase(MigrationEngine engine, Tenant tenant, int done) {
        if (newTenants.contains(tenant)) {
            return newTenants.migrate(engine, tenant);
        }
        RunOptions options = context.options();
        return options.atomicity() == Atomicity.TENANT
                ? engine.migrateWhole(tenant, Math.min(options.threads(), tenants))
                : engine.migrate(tenant);
    }

    @Override
    public PlannedScript plan(
            MigrationEngine engine,
            Tenant pilot,
            TenantHistory before,
            MigrationPlan plan,
            Optional<OpenValues> open,
            PilotNotes notes) {
        return engine.script(pilot, before, open, plan.result().due(), notes);
    }

    @Override
    public TenantReplays.Replayed send(
            TenantReplays replays, Tenant tenant, ReplayScript script, List<HistoryRow> history) {
        return replays.replay(tenant, script, history, context.options().atomicity());
    }

    @Override
    public boolean isDivisible() {
        return true;
    }

    @Override
    public boolean isAsPlanned(List<HistoryRow> planned, List<HistoryRow> after) {
        return new RowsWritten(context.runId()).areAlike(planned, after);
    }

    @Override
    public EngineResult begin(List<ChangeSetId> due) {
        return EngineResult.due(due);
    }

    /** Not those that it passes over in every run. */
    @Override
    public List<ChangeSetId> done(TenantResult.ChangeSets changeSets, List<ChangeSetId> due) {
        Stream<ChangeSetId> notRun = changeSets.notRun().stream().filter(due::contains);
        return Stream.of(changeSets.applied().stream(), changeSets.always().stream(), notRun)
                .flatMap(Function.identity())
                .toList();
    }

    @Override
    public Outcome outcome(EngineResult result) {
        return result.changeSets().isEmpty() ? Outcome.UP_TO_DATE : Outcome.MIGRATED;
    }

    /** What is done is read from the history again, or known from the last try. */
    @Override
    public boolean isRepeatable() {
        return true;
    }
}
