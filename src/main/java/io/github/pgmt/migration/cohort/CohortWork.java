package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/**
 * What is done to tenants by cohort: in one of them by Liquibase itself, and planned for the others. Unless it says otherwise it
 * is one transaction a tenant, and done once. For several threads.
 */
interface CohortWork {

    /**
     * Has Liquibase itself do it.
     *
     * @param done how many of the planned changesets the run has done in the tenant already
     */
    EngineResult byLiquibase(MigrationEngine engine, Tenant tenant, int done);

    /**
     * Works out what is to be sent to tenants with this plan, of which the pilot is one.
     *
     * @param open see {@link MigrationEngine#script}, and so for the next
     */
    PlannedScript plan(
            MigrationEngine engine,
            Tenant pilot,
            TenantHistory before,
            MigrationPlan plan,
            Optional<OpenValues> open,
            PilotNotes notes);

    /** Sends a part of what was planned to a tenant that has this history. */
    TenantReplays.Replayed send(TenantReplays replays, Tenant tenant, ReplayScript script, List<HistoryRow> history);

    /** Whether Liquibase can do a part of it in a tenant, and the rest is replayed. */
    default boolean isDivisible() {
        return false;
    }

    /** Whether a history came out as it was planned. */
    boolean isAsPlanned(List<HistoryRow> planned, List<HistoryRow> after);

    /** What is to be said of a tenant in which nothing is done yet of these. */
    default EngineResult begin(List<ChangeSetId> due) {
        return EngineResult.nothing();
    }

    /** Those of the changesets that a result says are done, in order; and others, if it did others. */
    default List<ChangeSetId> done(TenantResult.ChangeSets changeSets, List<ChangeSetId> due) {
        return List.of();
    }

    /** What is to be said of a tenant that came out so, with what was done of it in earlier tries. */
    default EngineResult told(Tenant tenant, EngineResult result) {
        return result;
    }

    /** The outcome of a tenant with which this did not fail. */
    Outcome outcome(EngineResult result);

    /** Whether a tenant can have it once more, see {@link io.github.pgmt.migration.work.TenantStep#isRepeatable}. */
    default boolean isRepeatable() {
        return false;
    }
}
