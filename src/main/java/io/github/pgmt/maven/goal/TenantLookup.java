package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.parameter.Choice;
import io.github.pgmt.maven.parameter.DoctorParameters;
import io.github.pgmt.maven.parameter.DriftParameters;
import io.github.pgmt.maven.parameter.LocalHost;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.maven.parameter.SourceParameters;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.command.ReleaseConfirmation;
import io.github.pgmt.migration.command.ReleaseRun;
import io.github.pgmt.migration.databases.RoutedDrift;
import io.github.pgmt.migration.databases.RoutedExamination;
import io.github.pgmt.migration.databases.RoutedLocks;
import io.github.pgmt.migration.databases.RoutedRuns;
import io.github.pgmt.migration.drift.DriftRun;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.FleetDrift;
import io.github.pgmt.migration.fleet.FleetExamination;
import io.github.pgmt.migration.fleet.FleetRuns;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.inspection.HistoryRun;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.catalog.PostgresDrift;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.examination.ExaminedFleet;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.fleet.PostgresRuns;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Puts together what a goal without a changelog needs, from the user's parameters. */
public record TenantLookup(
        DatabaseAccess access, HistoryTables tables, List<String> sharedSchemas, Supplier<Trust> trust)
        implements Wiring<TenantLookup.Found> {

    private static final Server.Timeouts LOOKING = new Server.Timeouts(Duration.ZERO, Duration.ZERO);

    /**
     * Databases that answer, and their tenants.
     *
     * @param tenants where the tenants are listed
     * @param catalog the schemas that would be tenants if there were no registry
     * @param listener hears what happens
     */
    public record Found(
            TenantLookup lookup,
            Connected connected,
            TenantSource tenants,
            TenantSource catalog,
            FleetDatabase fleet,
            RunId runId,
            MigrationListener listener) {

        /** Which of them the selection reaches. */
        public ListReport list(TenantSelection selection) {
            return new ListRun(tenants, catalog, fleet, listener).list(selection);
        }

        /** Which runs there were in them, and who of them bears the tag, if there is one. */
        public HistoryReport history(TenantSelection selection, Optional<String> tag) {
            HistoryLimit limit = lookup.trust().get().limit();
            FleetRuns runs = connected.routed(
                    (place, server) -> new PostgresRuns(server, lookup.tables(), limit), RoutedRuns::new);
            return new HistoryRun(tenants, runs, listener).look(selection, tag);
        }

        /** What could stand in their migration's way. */
        public DoctorReport examine(TenantSelection selection, DoctorParameters asked, boolean failIfNoTenants) {
            FleetExamination examination = connected.routed(
                    (place, server) -> new PostgresExamination(server, lookup.examined()), RoutedExamination::new);
            return new DoctorRun(tenants, catalog, fleet, locks(), examination)
                    .examine(selection, asked.threads(), failIfNoTenants)
                    .failingOnWarning(asked.failOnWarning());
        }

        /** How they differ that have the same changesets. */
        public DriftReport drift(TenantSelection selection, DriftParameters asked, boolean failOnDrift) {
            AcceptedDrift accepted = asked.accepted();
            DriftReport report = driftOf(selection, asked, failOnDrift);
            if (!asked.accepting()) {
                return report.accepting(accepted);
            }
            AcceptedDrift all = report.acceptedBesides(accepted);
            asked.accept(all);
            return report.accepting(all);
        }

        private DriftReport driftOf(TenantSelection selection, DriftParameters asked, boolean failOnDrift) {
            List<String> aspects = List.copyOf(PostgresDrift.aspects());
            asked.ignoredAspects().forEach(aspect -> Choice.require("ignoreAspects", aspect, aspects));
            Trust trusted = lookup.trust().get();
            FleetDrift drift = connected.routed(
                    (place, server) -> new PostgresDrift(
                            server,
                            lookup.tables(),
                            connected.looks(place, asked.threads()),
                            Set.copyOf(asked.ignoredAspects()),
                            asked.ignoredObjects()),
                    RoutedDrift::new);
            FleetDatabase many = connected.fleet((place, server) ->
                    new PostgresFleet(server, lookup.tables(), connected.looks(place, asked.threads()), trusted));
            try (Connected.Spares looks = connected.keepSpares()) {
                return new DriftRun(tenants, many, drift, runId, listener)
                        .report(selection, asked.reference(), failOnDrift);
            }
        }

        /** Resets their lock rows as far as that is confirmed; what is not is only looked at. */
        public OperationReport release(TenantSelection selection, ReleaseConfirmation confirmation) {
            OperationResults results =
                    new ReleaseRun(tenants, locks(), runId, listener).release(selection, confirmation);
            boolean onlyLooked = results.error().isPresent();
            return new OperationReport(Operation.RELEASE, onlyLooked, results);
        }

        private LiquibaseLocks locks() {
            return connected.routed(
                    (place, server) -> new PostgresLocks(server, lookup.tables(), LocalHost.name()), RoutedLocks::new);
        }
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the database does not answer */
    @Override
    public GoalReport run(GoalRun goal, SelectionParameters selection, Work<Found> work) {
        SourceParameters source = access.source();
        TenantSelection chosen = selection.selection(access.maven());
        Trust trusted = trust.get();
        Connected connected = access.connect(goal, selection.tenant() != null, LOOKING);
        Found found = new Found(
                this,
                connected,
                connected.tenants(server -> source.source(server, sharedSchemas)),
                connected.catalog(server -> source.catalog(server, sharedSchemas)),
                connected.fleet((place, server) -> new PostgresFleet(server, tables, 1, trusted)),
                goal.runId(),
                connected.listener());
        return Wiring.requireTenants(work.on(found, chosen.in(connected.names())), selection, found.tenants());
    }

    /** What is looked at besides the tenants. */
    private ExaminedFleet examined() {
        return new ExaminedFleet(
                tables,
                access.source().allShared(sharedSchemas),
                access.source().table());
    }
}
