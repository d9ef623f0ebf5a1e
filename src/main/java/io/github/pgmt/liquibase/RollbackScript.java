package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedRollback.Recorded;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liquibase.exception.LiquibaseException;

/** Makes the script by which a cohort takes changesets back, in the same way as {@link CohortScript}. */
final class RollbackScript {

    private final EngineSettings settings;
    private final Tenant sample;
    private final TenantHistory history;
    private final KeptChangelog changelog;

    RollbackScript(EngineSettings settings, Tenant sample, TenantHistory history, KeptChangelog changelog) {
        this.settings = settings;
        this.sample = sample;
        this.history = history;
        this.changelog = changelog;
    }

    /** The script; what cannot be replayed is named in it. */
    PlannedScript make(MigrationPlan plan) {
        List<ChangeSetId> toUndo = plan.result().due();
        try {
            RecordedRollback real = record(sample, toUndo);
            if (!real.notReplayed().isEmpty()) {
                return PlannedScript.none(real.notReplayed());
            }
            // Of the plan, and not of what was parsed here: the cohort's tenants have these values in common, and no
            // others.
            StandIn nobody = new StandIn(sample, plan.parametersRead(), Set.of());
            return compare(real, record(nobody.tenant(), toUndo), toUndo, nobody);
        } catch (LiquibaseException | RuntimeException e) {
            String why =
                    e instanceof UnreplayableException ? e.getMessage() : "cannot be planned: " + Causes.summary(e);
            return PlannedScript.none(
                    toUndo.stream().limit(1).map(id -> new NotReplayed(id, why)).toList());
        }
    }

    private RecordedRollback record(Tenant tenant, List<ChangeSetId> toUndo) throws LiquibaseException {
        return RecordedRollback.of(tenant, history, settings, changelog.take(tenant), toUndo);
    }

    private PlannedScript compare(
            RecordedRollback real, RecordedRollback invented, List<ChangeSetId> toUndo, StandIn nobody) {
        List<ReplayedChangeSet> changeSets = new ArrayList<>();
        List<NotReplayed> notReplayed = new ArrayList<>();
        real.changeSets().forEach((id, recorded) -> {
            Recorded other = invented.changeSets().get(id);
            try {
                if (other == null) {
                    throw new UnreplayableException(StandIn.DEPENDS);
                }
                changeSets.add(new ReplayedChangeSet(
                        nobody.texts(recorded.texts(), other.texts()),
                        nobody.texts(recorded.recording(), other.recording()),
                        row(id),
                        ReplayedChangeSet.Run.BACK,
                        Set.of()));
            } catch (UnreplayableException e) {
                notReplayed.add(new NotReplayed(id, e.getMessage()));
            }
        });
        return notReplayed.isEmpty()
                ? new PlannedScript(List.of(), toUndo, changeSets, List.of(), Set.of(), List.of(), Set.of(), Map.of())
                : PlannedScript.none(notReplayed);
    }

    private HistoryRow row(ChangeSetId id) {
        return history.rows().stream()
                .filter(row -> row.changeSet().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
