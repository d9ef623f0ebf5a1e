package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.EarlierTries;
import io.github.pgmt.tenant.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends a tenant what its pilot got, or what an earlier try has left of it; where that cannot be, Liquibase goes on. */
final class ReplayStep {

    private final TenantReplays replays;
    private final Atomicity atomicity;
    private final Map<Tenant, TenantHistory> histories;
    private final EarlierTries earlier;
    private final ByLiquibase byLiquibase;

    /** @param histories what each tenant had before the run */
    ReplayStep(
            RunContext context, Map<Tenant, TenantHistory> histories, EarlierTries earlier, ByLiquibase byLiquibase) {
        this.replays = context.environment().replays();
        this.atomicity = context.options().atomicity();
        this.histories = histories;
        this.earlier = earlier;
        this.byLiquibase = byLiquibase;
    }

    EngineResult replay(MigrationEngine engine, Tenant tenant, ReplayScript planned) {
        int done = doneOf(planned, tenant);
        ReplayScript script = planned.from(done);
        if (!replays.suits(tenant)) {
            return byLiquibase.migrate(engine, tenant).by(Way.liquibase(NotReplayed.becauseOfName(script.due())));
        }
        List<HistoryRow> history =
                planned.historyAfter(done, histories.get(tenant).rows());
        TenantReplays.Replayed replayed = replays.replay(tenant, script, history, atomicity);
        return replayed.unsuited()
                .map(reason -> byLiquibase
                        .migrate(engine, tenant)
                        .by(Way.liquibase(List.of(reason)))
                        .after(replayed.result()))
                .orElse(replayed.result());
    }

    /** How many of the planned changesets an earlier try has done; 0 also where it did others. */
    private int doneOf(ReplayScript planned, Tenant tenant) {
        Set<ChangeSetId> done = new HashSet<>();
        earlier.of(tenant).map(EngineResult::changeSets).ifPresent(changeSets -> {
            done.addAll(changeSets.applied());
            done.addAll(changeSets.always());
        });
        boolean first = done.size() < planned.due().size()
                && done.equals(Set.copyOf(planned.due().subList(0, done.size())));
        return first ? done.size() : 0;
    }
}
