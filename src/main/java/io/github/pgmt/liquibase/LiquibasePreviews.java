package io.github.pgmt.liquibase;

import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.Previews;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.stream.Stream;

/** What an engine would send, made by Liquibase's own generators. */
final class LiquibasePreviews implements Previews {

    private final EngineSettings settings;
    private final EngineScope scope;
    private final List<TenantHook> hooks;

    /** @param hooks that the project has */
    LiquibasePreviews(EngineSettings settings, EngineScope scope, List<TenantHook> hooks) {
        this.hooks = List.copyOf(hooks);
        this.settings = settings;
        this.scope = scope;
    }

    @Override
    public List<String> around() {
        return Stream.of(
                        settings.hooks().before().stream()
                                .map(file -> "before each tenant the SQL file " + file.path()),
                        settings.hooks().after().stream().map(file -> "after each tenant the SQL file " + file.path()),
                        hooks.stream()
                                .map(hook -> "around each tenant the TenantHook "
                                        + hook.getClass().getName()))
                .flatMap(names -> names)
                .toList();
    }

    @Override
    public PreviewedScript ofMigration(Tenant tenant, TenantHistory history, MigrationPlan plan) {
        return scope.run(() -> new PreviewOfCohort(settings, tenant, history, plan).make());
    }

    @Override
    public PreviewedScript ofRollback(Tenant tenant, TenantHistory history, MigrationPlan plan) {
        return scope.run(() -> PreviewOfRollback.script(
                settings, tenant, history, plan.result().due()));
    }
}
