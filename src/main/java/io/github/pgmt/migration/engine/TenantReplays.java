package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sends planned statements to tenants, and makes the schemas for them. For several threads; no class of Liquibase is needed for it. */
public interface TenantReplays extends AutoCloseable {

    /**
     * What came of a replay.
     *
     * @param result what was done; its failure is final, or {@link Failure.Kind#LOCKED}, unless there is a reason
     * @param unsuited why Liquibase has to go on from there, as the end of a sentence that begins with the changeset
     * @param uncertain whether more may be done than the result says, as the connection was lost
     */
    record Replayed(EngineResult result, Optional<NotReplayed> unsuited, boolean uncertain) {

        public Replayed {
            Objects.requireNonNull(result, "result is null");
            Objects.requireNonNull(unsuited, "unsuited is null");
        }

        /** One that knows what it did. */
        public Replayed(EngineResult result, Optional<NotReplayed> unsuited) {
            this(result, unsuited, false);
        }
    }

    /** Why nothing is replayed on this tenant's server, as the end of a sentence that begins with a changeset; empty where it may be. */
    Optional<String> objection(Tenant tenant);

    /** Why this statement must not be replayed, as the end of a sentence; empty when it may. */
    Optional<String> objection(SchemaText statement);

    /** Whether statements can name this tenant's schema without being asked what the name means where it stands. */
    boolean suits(Tenant tenant);

    /**
     * Creates the tenant's schema if it is missing, as {@link TenantSessions#openNew} does, under the lock that keeps other runs
     * of pgmt away, which is let go then.
     *
     * @return why it could not be created; empty also when it was there
     */
    Optional<Failure> create(Tenant tenant, NewSchema newSchema);

    /**
     * Sends the script, each changeset with its history row as one transaction that first takes Liquibase's lock row and makes
     * sure of the schema and of its history. Whatever goes wrong with the tenant is in what comes back.
     *
     * @param history what the script was planned from
     * @param atomicity {@link Atomicity#TENANT} makes one transaction of all changesets
     */
    Replayed replay(Tenant tenant, ReplayScript script, List<HistoryRow> history, Atomicity atomicity);

    /**
     * Writes the rows of a script whose changesets are not run, under the same locks and guards, as one transaction, in which
     * Liquibase's two tables are made where the script makes them.
     *
     * @param tables which tables the tenant must have, see {@link TenantTrial#tables}; empty where that does not matter
     */
    Replayed record(Tenant tenant, ReplayScript script, List<HistoryRow> history, Optional<String> tables);

    /**
     * Puts a tag on a row of the history, under the same locks and guards, as one transaction.
     *
     * @param script of one changeset, with its row as it is to be
     */
    Replayed tag(Tenant tenant, ReplayScript script, List<HistoryRow> history);

    /** Closes what is open; nothing may be running. */
    @Override
    void close();
}
