package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.FleetRuns;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells which runs there were in the selected tenants. Needs no changelog, writes nothing and opens no tenant. */
public final class HistoryRun {

    private final TenantSource tenants;
    private final FleetRuns fleet;
    private final MigrationListener listener;

    public HistoryRun(TenantSource tenants, FleetRuns fleet, MigrationListener listener) {
        this.tenants = tenants;
        this.fleet = fleet;
        this.listener = listener;
    }

    /**
     * The runs.
     *
     * @param database the database's name in every tenant
     * @param tag of which it is asked who bears it
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public HistoryReport look(TenantSelection selection, Optional<String> tag) {
        Discovery found = Discovery.of(tenants.listing(), selection).warning(listener);
        SelectedTenants selected = found.selected();
        FleetRuns.Look look = fleet.runs(selected.tenants(), tag);
        List<RecordedTenant> told = new ArrayList<>(look.tenants().values());
        selected.unusable()
                .forEach(tenant -> told.add(RecordedTenant.unread(tenant.id(), TenantHistory.unusable(tenant))));
        selected.unknown()
                .forEach(tenant -> told.add(RecordedTenant.unread(
                        tenant.id(), TenantHistory.unread(tenant.schema(), Refusals.unknown(tenant)))));
        for (TenantId name : selected.missing()) {
            told.add(RecordedTenant.without(name, State.MISSING));
            found.missing().warnOfNearNames(name, listener);
        }
        return HistoryReport.ordered(
                look.runs(), told, tag, selection.leftOut(found.listed()).isEmpty());
    }
}
