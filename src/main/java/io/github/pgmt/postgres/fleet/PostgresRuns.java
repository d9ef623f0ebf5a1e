package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.FleetRuns;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantsBySchema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sums the histories of the whole fleet up by run, a hundred tables in a statement. */
public final class PostgresRuns implements FleetRuns {

    private final CatalogReader reader;
    private final Database home;
    private final HistoryTables tables;
    private final HistoryLimit limit;

    /** @param limit larger histories are not read */
    public PostgresRuns(Server server, HistoryTables tables, HistoryLimit limit) {
        this.home = server.home();
        this.reader = new CatalogReader(server);
        this.tables = tables;
        this.limit = limit;
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Look runs(Collection<Tenant> tenants, Optional<String> tag) {
        if (tenants.isEmpty()) {
            return new Look(List.of(), Map.of());
        }
        Map<Tenant, RunsReader.Read> read = TenantsBySchema.ask(
                tenants,
                schemas -> reader.readTogether(
                        "the tenants' runs",
                        readers -> new RunsReader(tables, home, limit, readers, tag).read(schemas)));
        Map<RecordedRun.Key, RecordedRun> runs = new LinkedHashMap<>();
        Map<Tenant, RecordedTenant> found = new LinkedHashMap<>();
        read.forEach((tenant, of) -> {
            of.runs().forEach(run -> runs.merge(run.key(), run, RecordedRun::and));
            found.put(tenant, of.tenant().as(tenant.id()));
        });
        return new Look(List.copyOf(runs.values()), found);
    }
}
