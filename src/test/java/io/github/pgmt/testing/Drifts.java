package io.github.pgmt.testing;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.RoutedDrift;
import io.github.pgmt.migration.databases.RoutedFleet;
import io.github.pgmt.migration.databases.RoutedTenants;
import io.github.pgmt.migration.drift.DriftReference;
import io.github.pgmt.migration.drift.DriftRun;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.fleet.FleetDrift;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftGroup;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.postgres.catalog.PostgresDrift;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The goal {@code drift} over all tenants of a database. */
public final class Drifts {

    /** As the goal has it by default. */
    public static final Set<String> IGNORED = Set.of("statistics target", "storage");

    private Drifts() {}

    /** With the majority. */
    public static DriftReport of(TestDatabase database) {
        return of(Servers.of(database), DriftReference.MAJORITY, IGNORED, List.of());
    }

    public static DriftReport of(
            Server server, DriftReference reference, Set<String> ignoredAspects, List<String> ignoredObjects) {
        return of(
                server, reference, new PostgresDrift(server, HistoryTables.DEFAULT, 4, ignoredAspects, ignoredObjects));
    }

    /** By a look at the schemas of the test's own. */
    public static DriftReport of(Server server, DriftReference reference, FleetDrift drift) {
        return new DriftRun(
                        Fleet.catalog(server),
                        new PostgresFleet(server, HistoryTables.DEFAULT, 4),
                        drift,
                        RunId.startingAt(Instant.now()),
                        MigrationListener.NONE)
                .report(TenantSelection.ALL, reference, false);
    }

    /** Over all tenants of several databases, by their names. */
    public static DriftReport of(Map<String, TestDatabase> databases) {
        Map<DatabasePlace, Server> servers = new LinkedHashMap<>();
        databases.forEach((name, database) -> {
            Server server = Servers.listed(name, database);
            servers.put(new DatabasePlace(server.home(), name, 0, 2), server);
        });
        Databases<Server> all = new Databases<>(servers, List.of());
        return new DriftRun(
                        new RoutedTenants(all.with(Fleet::catalog)),
                        new RoutedFleet(all.with(server -> new PostgresFleet(server, HistoryTables.DEFAULT, 2))),
                        new RoutedDrift(all.with(
                                server -> new PostgresDrift(server, HistoryTables.DEFAULT, 2, IGNORED, List.of()))),
                        RunId.startingAt(Instant.now()),
                        MigrationListener.NONE)
                .report(TenantSelection.ALL.in(all.names()), DriftReference.MAJORITY, false);
    }

    /** Of three tenants, one of which differs and one of which could not be read. */
    public static RunReport report() {
        CatalogDifference type = CatalogDifference.of("column public_log.at", "type", "timestamp", "date");
        DriftReport report = new DriftReport(
                true,
                List.of(new DriftGroup(42, 0, 0, 2, 1, Optional.of("acme"), true, Optional.of("Nobody knows."), 0)),
                List.of(new DriftVariant(
                        0,
                        List.of("gamma"),
                        false,
                        List.of(type),
                        List.of(CatalogDifference.of("index i", CatalogDifference.Change.EXTRA)))),
                List.of(
                        TenantDrift.compared(TenantId.of("acme"), TenantDrift.State.ALIKE),
                        TenantDrift.without(TenantId.of("beta"), TenantDrift.State.UNREADABLE, "It is broken."),
                        TenantDrift.compared(TenantId.of("gamma"), TenantDrift.State.DRIFTED)));
        RunHead head = new RunHead(
                "drift",
                Reports.RUN_ID,
                RunReport.Result.FAILED,
                Optional.empty(),
                Reports.STARTED_AT,
                Duration.ofSeconds(2),
                Optional.of(Reports.DATABASE));
        return new RunReport(head, report);
    }

    /** By schema, how the tenant is; those that are alike are left out. */
    public static Map<String, TenantDrift.State> states(DriftReport report) {
        Map<String, TenantDrift.State> states = new TreeMap<>();
        report.tenants().stream()
                .filter(tenant -> tenant.state() != TenantDrift.State.ALIKE)
                .forEach(tenant -> states.put(tenant.schema(), tenant.state()));
        return states;
    }

    /** {@code [acme, beta]: index i is missing}. */
    public static List<String> told(DriftReport report) {
        List<String> told = new ArrayList<>();
        report.variants()
                .forEach(variant -> variant.differences().stream()
                        .map(CatalogDifference::sentence)
                        .forEach(sentence -> told.add(variant.tenants() + ": " + sentence)));
        return told;
    }
}
