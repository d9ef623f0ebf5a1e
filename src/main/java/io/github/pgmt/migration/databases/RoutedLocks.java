package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the lock rows of several databases' tenants and resets them; sessions are looked for in the tenant's database. */
public final class RoutedLocks implements LiquibaseLocks {

    private final AnsweringDatabases<LiquibaseLocks> locks;

    public RoutedLocks(Databases<LiquibaseLocks> locks) {
        this.locks = new AnsweringDatabases<>(locks);
    }

    @Override
    public Map<Tenant, TenantLock> read(Collection<Tenant> tenants) {
        Map<Tenant, TenantLock> read = new HashMap<>();
        locks.ask(tenants, LiquibaseLocks::read, RoutedLocks::unread).forEach(read::putAll);
        return AnsweringDatabases.each(tenants, read::get);
    }

    private static Map<Tenant, TenantLock> unread(List<Tenant> tenants, Failure failure) {
        return AnsweringDatabases.each(
                tenants,
                tenant -> new TenantLock(
                        tenant.schema(), true, Optional.empty(), TenantLock.Rows.NONE, Optional.of(failure)));
    }

    /** Of a database that is lost meanwhile nobody knows, so its rows stay. */
    @Override
    public Map<Tenant, Failure> livingOwners(Map<Tenant, TenantLock> set) {
        Map<Tenant, Failure> owners = new LinkedHashMap<>();
        locks.ask(
                        set.keySet(),
                        (port, theirs) -> port.livingOwners(AnsweringDatabases.each(theirs, set::get)),
                        RoutedLocks::perhaps)
                .forEach(owners::putAll);
        return owners;
    }

    private static Map<Tenant, Failure> perhaps(List<Tenant> tenants, Failure failure) {
        return AnsweringDatabases.each(tenants, tenant -> failure);
    }

    @Override
    public Optional<Failure> release(Tenant tenant, TenantLock lock) {
        return locks.of(tenant).release(tenant, lock);
    }
}
