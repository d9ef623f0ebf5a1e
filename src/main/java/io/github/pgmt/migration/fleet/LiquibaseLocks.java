package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The rows by which Liquibase locks a tenant. A row is all that it leaves: no session of the server's is bound to it, so
 * whether its owner lives can only be guessed from the sessions that there are.
 */
public interface LiquibaseLocks {

    /** What the row of each of these tenants says, in their order; nothing is written and nothing waited for. */
    Map<Tenant, TenantLock> read(Collection<Tenant> tenants);

    /**
     * Why rows that are set have to stay: sessions that may be their owners'. A session of which the server does
     * not let us see enough is taken for one. A tenant that is not in it has no such session at this moment.
     *
     * @param locks all of them set
     */
    Map<Tenant, Failure> livingOwners(Map<Tenant, TenantLock> locks);

    /**
     * Resets the row as Liquibase does, if it still says the same and {@link #livingOwners} still finds nobody.
     *
     * @return why not, and then nothing was changed
     */
    Optional<Failure> release(Tenant tenant, TenantLock lock);
}
