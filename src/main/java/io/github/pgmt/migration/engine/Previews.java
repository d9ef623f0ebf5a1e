package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;

/**
 * Works out what an engine would send to tenants, to be shown and compared; writes nothing, and needs no connection to a tenant but
 * for the server's keywords. What is worked out for one tenant holds for all that have the same plan.
 */
public interface Previews {

    /** What of the user's runs around each tenant's migration, by name: SQL files and {@code TenantHook}s; of these nothing is known. */
    List<String> around();

    /**
     * What {@link MigrationEngine#migrate} would send.
     *
     * @param tenant one of those that have this plan
     * @param plan what is due in it
     */
    PreviewedScript ofMigration(Tenant tenant, TenantHistory history, MigrationPlan plan);

    /**
     * What {@link MigrationEngine#rollBack} would send.
     *
     * @param tenant one of those that have this plan
     * @param plan what is to be taken back
     */
    PreviewedScript ofRollback(Tenant tenant, TenantHistory history, MigrationPlan plan);
}
