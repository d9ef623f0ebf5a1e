package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Listing;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.TenantSelection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tenants that a selection reaches: the first that every goal finds out.
 *
 * @param listed all tenants, with those that the selection leaves out
 * @param missing tells of names that are no tenant's
 */
public record Discovery(List<ListedTenant> listed, SelectedTenants selected, MissingTenants missing) {

    /**
     * Of what a source lists.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     */
    public static Discovery of(Listing listing, TenantSelection selection) {
        Map<String, String> unknown = new LinkedHashMap<>();
        listing.unlisted().forEach((database, reason) -> unknown.put(database.name(), reason));
        return of(listing.tenants(), selection.in(selection.databases().without(unknown)));
    }

    /** The same of databases that all answered. */
    public static Discovery of(List<ListedTenant> listed, TenantSelection selection) {
        return new Discovery(listed, selection.select(listed), MissingTenants.among(listed));
    }

    /** Of what is listed for the run. */
    public static Discovery of(RunContext context, TenantSelection selection) {
        context.comesTo(RunPhase.DISCOVER);
        return of(context.environment().tenants().listing(), selection);
    }

    /** The same, and warns of what is excluded in vain, and of names that mean several tenants. */
    public Discovery warning(MigrationListener listener) {
        missing.warnOfUnusedExcludes(selected, listener);
        missing.warnOfSeveral(selected, listener);
        return this;
    }

    /** The same, and tells that the run begins. */
    public Discovery starting(RunId runId, MigrationListener listener) {
        warning(listener);
        listener.hear(new RunEvent.Started(runId, selected.count()));
        return this;
    }
}
