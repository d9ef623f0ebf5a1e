package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.fleet.FleetRuns;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which runs the histories of several databases have; a run that worked in several is one. */
public final class RoutedRuns implements FleetRuns {

    private final AnsweringDatabases<FleetRuns> runs;

    public RoutedRuns(Databases<FleetRuns> runs) {
        this.runs = new AnsweringDatabases<>(runs);
    }

    @Override
    public Look runs(Collection<Tenant> tenants, Optional<String> tag) {
        Map<RecordedRun.Key, RecordedRun> all = new LinkedHashMap<>();
        Map<Tenant, RecordedTenant> found = new LinkedHashMap<>();
        runs.ask(tenants, (port, theirs) -> port.runs(theirs, tag), RoutedRuns::unread)
                .forEach(look -> {
                    look.runs().forEach(run -> all.merge(run.key(), run, RecordedRun::and));
                    found.putAll(look.tenants());
                });
        return new Look(List.copyOf(all.values()), found);
    }

    private static Look unread(List<Tenant> tenants, Failure failure) {
        return new Look(
                List.of(),
                AnsweringDatabases.each(
                        tenants,
                        tenant -> RecordedTenant.unread(tenant.id(), TenantHistory.unread(tenant.schema(), failure))));
    }
}
