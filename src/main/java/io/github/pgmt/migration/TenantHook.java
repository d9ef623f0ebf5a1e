package io.github.pgmt.migration;

import io.github.pgmt.tenant.Tenant;
import java.sql.Connection;
import java.util.Objects;

/**
 * Code of the user's own around the migration of every tenant, found by {@link java.util.ServiceLoader} on the project's
 * class path and among the plugin's dependencies: a public class with a public constructor without parameters, named in
 * {@code META-INF/services/io.github.pgmt.migration.TenantHook}.
 *
 * <p>Each of the run's threads makes an instance of its own with its first tenant and uses it for all of its tenants, so
 * an instance never meets two threads or two tenants at once; static state is not shared between threads either, since
 * each has class loaders of its own. The first instance is made before the first tenant, to see that it can be.
 *
 * <p>Several hooks are called in the order in which they were found, after the migration in the opposite order. They
 * surround the SQL files: {@code before}, {@code beforeTenantSql}, the migration, {@code afterTenantSql}, {@code after}.
 *
 * <p>What a hook throws fails its tenant and no other. A dry run calls no hook.
 */
public interface TenantHook {

    /**
     * Where a hook works.
     *
     * @param tenant the schema, the name and the registry's columns, which may be secret
     * @param runId the run, which is the {@code DEPLOYMENT_ID} of what it applies
     * @param connection the tenant's own session, pinned to its schema, while nobody else migrates the tenant. Each call is
     *     one transaction: pgmt commits it when the hook returns and rolls it back when the hook throws, so
     *     {@code commit}, {@code rollback} and {@code setAutoCommit(true)} throw (savepoints may be used), and
     *     {@code close} does nothing. Settings, roles and temporary tables are gone after the call, and so is the
     *     connection: it must not be kept
     */
    record Context(Tenant tenant, RunId runId, Connection connection) {

        public Context {
            Objects.requireNonNull(tenant, "tenant is null");
            Objects.requireNonNull(runId, "runId is null");
            Objects.requireNonNull(connection, "connection is null");
        }
    }

    /**
     * Called before the tenant is migrated, also when it has nothing to apply.
     *
     * @throws Exception then the tenant fails and is not migrated
     */
    default void before(Context context) throws Exception {}

    /**
     * Called for each tenant for which {@link #before} returned, however the migration ended; not when the connection to the
     * tenant is lost.
     *
     * @param result what was applied and, if the tenant failed, why. {@link Outcome#MIGRATED} is told of a schema that the
     *     run created too. The database has not been asked yet whether it confirms the result
     * @throws Exception then the tenant fails; what was applied stays, but for a schema that this run created
     */
    default void after(Context context, TenantResult result) throws Exception {}
}
