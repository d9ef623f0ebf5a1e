package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.tenant.Tenant;
import java.util.Optional;

/**
 * Removes tenants for good. A schema with more objects than one transaction may lock goes in several, Liquibase's
 * tables and the schema itself in the last: until then it is a tenant, and a removal that ended early goes on when it
 * is tried again.
 */
public interface TenantRemoval {

    /** Hears how far it is. */
    @FunctionalInterface
    interface Progress {

        /** So many objects of the schema are gone, and so many are left. */
        void objectsGone(int gone, int left);
    }

    /**
     * Why this tenant must stay, looked up without any change. It is looked up again in every transaction that drops.
     *
     * @param withRow its row in the registry's table is to go too
     */
    Optional<Failure> obstacle(Tenant tenant, boolean withRow);

    /**
     * Drops the schema and all that is in it, and nothing that is not in it.
     *
     * @throws TenantUnavailableException when it could not be dropped, or not wholly, which the message says
     */
    void drop(Tenant tenant, boolean withRow, Progress progress);

    /**
     * Removes the registry's row of a tenant that has no schema.
     *
     * @throws TenantUnavailableException when the row stays
     */
    void deleteRow(Tenant tenant);
}
