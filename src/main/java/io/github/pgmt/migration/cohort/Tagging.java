package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts a tag on the row that is due. Its statement is no other than the one that the pilot's session sends. */
record Tagging(String tag) implements CohortWork {

    @Override
    public EngineResult byLiquibase(MigrationEngine engine, Tenant tenant, int done) {
        return engine.tag(tenant, tag);
    }

    @Override
    public PlannedScript plan(
            MigrationEngine engine,
            Tenant pilot,
            TenantHistory before,
            MigrationPlan plan,
            Optional<OpenValues> open,
            PilotNotes notes) {
        ChangeSetId due = plan.result().due().get(0);
        List<HistoryRow> rows = before.rows().stream()
                .filter(row -> row.changeSet().equals(due))
                .toList();
        if (rows.size() != 1) {
            return PlannedScript.none(List.of(new NotReplayed(due, "is in the history more than once")));
        }
        ReplayedChangeSet tagged = new ReplayedChangeSet(
                List.of(), List.of(), rows.get(0).withTag(Optional.of(tag)), ReplayedChangeSet.Run.TAGGED, Set.of());
        return new PlannedScript(
                List.of(), List.of(due), List.of(tagged), List.of(), Set.of(), List.of(), Set.of(), Map.of());
    }

    @Override
    public TenantReplays.Replayed send(
            TenantReplays replays, Tenant tenant, ReplayScript script, List<HistoryRow> history) {
        return replays.tag(tenant, script, history);
    }

    @Override
    public boolean isAsPlanned(List<HistoryRow> planned, List<HistoryRow> after) {
        return RowsWritten.areEqual(planned, after);
    }

    @Override
    public Outcome outcome(EngineResult result) {
        return result.due().isEmpty() ? Outcome.UP_TO_DATE : Outcome.TAGGED;
    }
}
