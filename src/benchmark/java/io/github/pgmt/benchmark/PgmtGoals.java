package io.github.pgmt.benchmark;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.command.RollbackRun;
import io.github.pgmt.migration.drift.DriftReference;
import io.github.pgmt.migration.drift.DriftRun;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.postgres.catalog.PostgresDrift;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.SpareConnection;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.tenant.TenantSelection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The runs of {@code setup-all-tenants}, with a query for the tenants' names, of {@code rollback}, and of {@code drift}. */
record PgmtGoals(PgmtCandidate migration) implements GoalWay {

    /** As the goal {@code drift} has it by default. */
    private static final Set<String> IGNORED = Set.of("statistics target", "storage");

    @Override
    public Replayed setUp(Candidate.Target target) {
        String query = "SELECT format('t%s', lpad(number::text, 5, '0')) AS schema FROM generate_series(1, "
                + target.schemas().size() + ") number";
        return PgmtCandidate.replayed(PgmtCandidate.run(
                target.server(),
                server -> new QueryTenants(server, query, Optional.empty()),
                target.files(),
                target.theCase(),
                migration.parallel(),
                context -> new SetUpRun(context, NewSchema.PLAIN)
                        .setUp(TenantSelection.ALL, false)
                        .tenants()));
    }

    @Override
    public void rollBack(Candidate.Target target) {
        Rollback last = new Rollback(new RollbackTarget.Count(1), false);
        PgmtCandidate.run(
                target.server(),
                target.files(),
                target.theCase(),
                migration.parallel(),
                context -> new RollbackRun(context, last).rollBack(TenantSelection.ALL, false));
    }

    @Override
    public boolean compare(Candidate.Target target) {
        RunId runId = RunId.startingAt(Instant.now());
        Server server = PgmtCandidate.server("", target.server(), runId);
        try (SpareConnection looks = server.keepSpare()) {
            DriftReport report = new DriftRun(
                            PgmtCandidate.catalog(server),
                            new PostgresFleet(server, HistoryTables.DEFAULT, migration.parallel()),
                            new PostgresDrift(server, HistoryTables.DEFAULT, migration.parallel(), IGNORED, List.of()),
                            runId,
                            MigrationListener.NONE)
                    .report(TenantSelection.ALL, DriftReference.MAJORITY, false);
            if (report.count(TenantDrift.State.ALIKE) != target.schemas().size()) {
                throw new IllegalStateException("Not all alike: " + report.variants());
            }
            return true;
        }
    }
}
