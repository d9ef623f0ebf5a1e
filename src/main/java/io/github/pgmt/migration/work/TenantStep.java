package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.Tenant;
import java.util.function.BiFunction;

/** What a run does to each of its tenants. Called by several threads, each with an engine of its own. */
public interface TenantStep extends Admission {

    @Override
    default boolean admits(Tenant tenant) {
        return true;
    }

    /**
     * Whether a tenant in which it ended early can have it once more, from where it ended. Otherwise only a tenant that
     * somebody else holds is tried again, in which nothing was done.
     */
    default boolean isRepeatable() {
        return false;
    }

    /** Does it. Whatever goes wrong with the tenant is in the result; an exception is a bug's. */
    EngineResult run(MigrationEngine engine, Tenant tenant);

    /** The result, or that the tenant is gone where that is why it failed. Asked after {@link #run}. */
    default EngineResult unlessGone(GoneTenants gone, Tenant tenant, EngineResult result) {
        return gone.explain(tenant, result);
    }

    /**
     * A try of a tenant has ended so, with what is known of it by then; it may be tried again. Told before it is asked who is
     * given up.
     */
    default void ended(Tenant tenant, EngineResult result) {}

    /** The outcome of a tenant with which that did not fail. */
    Outcome outcome(Tenant tenant, EngineResult result);

    /** Leaves a tenant as it is that was done, and of which the database could not be asked; the result may say more. */
    default TenantResult leave(Attempt unconfirmed) {
        return unconfirmed.result();
    }

    /** A step that changes tenants, or says what it would change; those without a change are up to date. */
    static TenantStep changing(Outcome success, BiFunction<MigrationEngine, Tenant, EngineResult> work) {
        return new TenantStep() {
            @Override
            public EngineResult run(MigrationEngine engine, Tenant tenant) {
                return work.apply(engine, tenant);
            }

            @Override
            public Outcome outcome(Tenant tenant, EngineResult result) {
                return result.changeSets().isEmpty() ? Outcome.UP_TO_DATE : success;
            }
        };
    }
}
