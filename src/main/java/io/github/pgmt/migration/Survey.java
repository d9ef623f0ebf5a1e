package io.github.pgmt.migration;

import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a run looks at before it works on any tenant; nothing is written.
 *
 * @param listed all tenants, with those that the selection leaves out
 * @param histories what each selected tenant has, by schema
 * @param refusals tells the tenants that are not this changelog's
 */
record Survey(
        List<ListedTenant> listed, SelectedTenants selected, Map<String, TenantHistory> histories, Refusals refusals) {

    /**
     * Discovers the tenants, reads their histories and then the changelog.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws InvalidChangelogException when the changelog is
     */
    static Survey of(RunContext context, TenantSelection selection) {
        return of(context, selection, context.environment().fleet()::histories);
    }

    /** @param reading how the histories of schemas are read */
    static Survey of(
            RunContext context,
            TenantSelection selection,
            Function<Collection<String>, Map<String, TenantHistory>> reading) {
        RunEnvironment environment = context.environment();
        MigrationListener listener = context.listener();
        List<ListedTenant> listed = environment.tenants().list();
        SelectedTenants selected = selection.select(listed, environment.database());
        for (String exclude : selected.unusedExcludes()) {
            listener.warned("\"" + exclude + "\" in -Dpgmt.excludes matches no tenant.");
        }
        listener.runStarted(
                context.runId(), selected.tenants().size() + selected.missing().size());
        Map<String, TenantHistory> histories =
                reading.apply(selected.tenants().stream().map(Tenant::schema).toList());
        ChangelogContents changelog = selected.tenants().isEmpty()
                ? NO_CHANGELOG
                : read(environment, selected.tenants().get(0));
        Refusals refusals =
                new Refusals(changelog, environment.fleet(), environment.tables(), environment.sharedSchemas());
        return new Survey(listed, selected, histories, refusals);
    }

    private static ChangelogContents read(RunEnvironment environment, Tenant sample) {
        try (MigrationEngine engine = environment.engines().open()) {
            return engine.read(sample);
        }
    }

    private static final ChangelogContents NO_CHANGELOG = new ChangelogContents() {
        @Override
        public List<ChangeSetId> changeSets() {
            return List.of();
        }

        @Override
        public boolean contains(ChangeSetId recorded) {
            return false;
        }
    };
}
