package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.migration.survey.TrustedHistories;
import io.github.pgmt.tenant.LeftOutTenant;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.UnknownTenant;
import io.github.pgmt.tenant.UnusableTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists the tenants that a selection reaches. Needs no changelog, writes nothing and opens no tenant. */
public final class ListRun {

    private final TenantSource tenants;
    private final TenantSource catalog;
    private final FleetDatabase fleet;
    private final MigrationListener listener;

    /**
     * @param tenants where tenants are listed
     * @param catalog the schemas that would be tenants if there were no registry
     */
    public ListRun(TenantSource tenants, TenantSource catalog, FleetDatabase fleet, MigrationListener listener) {
        this.tenants = tenants;
        this.catalog = catalog;
        this.fleet = fleet;
        this.listener = listener;
    }

    /**
     * The tenants, and those that the selection leaves out.
     *
     * @param database the database's name in every tenant
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public ListReport list(TenantSelection selection) {
        Discovery found = Discovery.of(tenants.listing(), selection).warning(listener);
        SelectedTenants selected = found.selected();
        Map<Tenant, TenantHistory> histories = TrustedHistories.read(fleet, selected.tenants(), fleet::histories);
        Map<Tenant, SchemaSize> sizes = fleet.sizes(selected.tenants());
        List<TenantEntry> entries = new ArrayList<>();
        for (Tenant tenant : selected.tenants()) {
            SchemaSize size = sizes.getOrDefault(tenant, SchemaSize.NONE);
            entries.add(entry(tenant, histories.get(tenant), size));
        }
        for (UnusableTenant tenant : selected.unusable()) {
            entries.add(unusable(tenant, found.listed()));
        }
        for (UnknownTenant tenant : selected.unknown()) {
            entries.add(unlooked(tenant.id(), tenant.schema(), TenantOrigin.LIST, State.UNREADABLE, tenant.reason()));
        }
        for (TenantId name : selected.missing()) {
            entries.add(
                    new TenantEntry(name, name.schema(), TenantOrigin.LIST, State.MISSING, 0, 0, 0, Optional.empty()));
            found.missing().warnOfNearNames(name, listener);
        }
        List<LeftOutTenant> leftOut = new ArrayList<>(selection.leftOut(found.listed()));
        LooksByDatabase looks = new LooksByDatabase();
        Unregistered.schemas(tenants, catalog, fleet, found.listed(), looks)
                .forEach(schema -> leftOut.add(new LeftOutTenant(schema, "not in the registry")));
        looks.lost()
                .forEach((database, why) -> listener.warned(
                        database.told("Schemas that are not in the registry could not be looked for: " + why)));
        return ListReport.ordered(entries, leftOut);
    }

    private TenantEntry unusable(UnusableTenant tenant, List<ListedTenant> listed) {
        Optional<ListedTenant> known =
                listed.stream().filter(other -> other.id().equals(tenant.id())).findFirst();
        return unlooked(
                tenant.id(),
                known.map(ListedTenant::name).orElse(tenant.schema()),
                known.isPresent() ? tenants.origin() : TenantOrigin.LIST,
                State.NAME,
                tenant.reason());
    }

    /** One at which nobody has looked, and why. */
    private static TenantEntry unlooked(TenantId id, String name, TenantOrigin origin, State state, String reason) {
        return new TenantEntry(id, name, origin, state, 0, 0, 0, Optional.of(reason));
    }

    private TenantEntry entry(Tenant tenant, TenantHistory history, SchemaSize size) {
        Optional<String> problem = history.problem().or(size::problem).map(Failure::message);
        return new TenantEntry(
                tenant.id(),
                tenant.name(),
                tenants.origin(),
                size.problem().isPresent() && !history.state().isUnread() ? State.UNREADABLE : history.state(),
                size.tables(),
                size.bytes(),
                history.rows().size(),
                problem,
                size.node());
    }
}
