package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.Previews;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an engine would send, made by Liquibase's own generators. */
final class LiquibasePreviews implements Previews {

    private final EngineSettings settings;
    private final EngineScope scope;
    private final KeptChangelog changelog;

    LiquibasePreviews(EngineSettings settings, EngineScope scope, KeptChangelog changelog) {
        this.settings = settings;
        this.scope = scope;
        this.changelog = changelog;
    }

    @Override
    public PreviewedScript ofMigration(Tenant tenant, TenantHistory history, List<ChangeSetId> due) {
        return scope.run(
                Map.of(),
                () -> PreviewOfCohort.of(
                        new CohortScript(settings, tenant, history, changelog, Optional.empty(), PilotNotes.NOT_YET)
                                .make(due),
                        due));
    }

    @Override
    public PreviewedScript ofRollback(Tenant tenant, TenantHistory history, MigrationPlan plan) {
        return scope.run(
                Map.of(),
                () -> PreviewOfCohort.of(
                        new RollbackScript(settings, tenant, history, changelog).make(plan),
                        plan.result().due()));
    }
}
