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
import io.github.pgmt.migration.drift.DriftRun;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.inspection.HistoryRun;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.catalog.PostgresDrift;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.SpareConnection;
import io.github.pgmt.postgres.examination.ExaminedFleet;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.fleet.PostgresRuns;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.postgres.release.PostgresLocks;
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
     * A database that answers, and its tenants.
     *
     * @param tenants where the tenants are listed
     * @param catalog the schemas that would be tenants if there were no registry
     * @param listener hears what happens
     */
    public record Found(
            TenantLookup lookup,
            Server server,
            TenantSource tenants,
            TenantSource catalog,
            PostgresFleet fleet,
            RunId runId,
            MigrationListener listener) {

        /** Which of them the selection reaches. */
        public ListReport list(TenantSelection selection) {
            return new ListRun(tenants, catalog, fleet, listener).list(selection);
        }

        /** Which runs there were in them, and who of them bears the tag, if there is one. */
        public HistoryReport history(TenantSelection selection, Optional<String> tag) {
            PostgresRuns runs = new PostgresRuns(
                    server, lookup.tables(), lookup.trust().get().limit());
            return new HistoryRun(tenants, runs, listener).look(selection, tag);
        }

        /** What could stand in their migration's way. */
        public DoctorReport examine(TenantSelection selection, DoctorParameters asked, boolean failIfNoTenants) {
            PostgresExamination examination = new PostgresExamination(server, lookup.examined());
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
            PostgresDrift drift = new PostgresDrift(
                    server,
                    lookup.tables(),
                    asked.threads(),
                    Set.copyOf(asked.ignoredAspects()),
                    asked.ignoredObjects());
            PostgresFleet many = new PostgresFleet(
                    server, lookup.tables(), asked.threads(), lookup.trust().get());
            try (SpareConnection looks = server.keepSpare()) {
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
            return new PostgresLocks(server, lookup.tables(), LocalHost.name());
        }
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the database does not answer */
    @Override
    public GoalReport run(GoalRun goal, SelectionParameters selection, Work<Found> work) {
        SourceParameters source = access.source();
        TenantSelection chosen = selection.selection(access.maven());
        Trust trusted = trust.get();
        Connected connected = access.connect(goal, selection.tenant() != null, LOOKING);
        Server server = connected.sole();
        Found found = new Found(
                this,
                server,
                connected.tenants(server, own -> source.source(own, sharedSchemas)),
                source.catalog(server, sharedSchemas),
                new PostgresFleet(server, tables, 1, trusted),
                goal.runId(),
                connected.listener());
        return Wiring.requireTenants(work.on(found, chosen), selection, found.tenants());
    }

    /** What is looked at besides the tenants. */
    private ExaminedFleet examined() {
        return new ExaminedFleet(
                tables,
                access.source().allShared(sharedSchemas),
                access.source().table());
    }
}
