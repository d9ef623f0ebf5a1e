package io.github.pgmt.migration;

import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

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
        return of(context, selection, reading, histories -> !histories.isEmpty());
    }

    /**
     * The same for a run that needs the changelog only to know whose a tenant is: where no history has rows it is not read.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws InvalidChangelogException when the changelog is needed, and is wrong
     */
    static Survey ofOwnership(RunContext context, TenantSelection selection) {
        return of(
                context,
                selection,
                context.environment().fleet()::histories,
                histories -> histories.stream()
                        .anyMatch(history ->
                                !history.rows().isEmpty() || history.problem().isPresent()));
    }

    private static Survey of(
            RunContext context,
            TenantSelection selection,
            Function<Collection<String>, Map<String, TenantHistory>> reading,
            Predicate<Collection<TenantHistory>> needsChangelog) {
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
        ChangelogContents changelog = needsChangelog.test(histories.values())
                ? read(environment, selected.tenants().get(0))
                : NO_CHANGELOG;
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
