package io.github.pgmt.benchmark;

import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.command.RollbackRun;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.tenant.TenantSelection;
import java.util.Optional;

/** The runs of {@code setup-all-tenants}, with a query for the tenants' names, and of {@code rollback}. */
record PgmtGoals(PgmtCandidate migration) implements GoalWay {

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
}
