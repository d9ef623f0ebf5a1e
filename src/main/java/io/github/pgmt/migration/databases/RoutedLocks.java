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
        Map<Tenant, TenantLock> inOrder = new LinkedHashMap<>();
        tenants.forEach(tenant -> inOrder.put(tenant, read.get(tenant)));
        return inOrder;
    }

    private static Map<Tenant, TenantLock> unread(List<Tenant> tenants, Failure failure) {
        Map<Tenant, TenantLock> unread = new HashMap<>();
        tenants.forEach(tenant -> unread.put(
                tenant,
                new TenantLock(tenant.schema(), true, Optional.empty(), TenantLock.Rows.NONE, Optional.of(failure))));
        return unread;
    }

    /** Of a database that is lost meanwhile nobody knows, so its rows stay. */
    @Override
    public Map<Tenant, Failure> livingOwners(Map<Tenant, TenantLock> set) {
        Map<Tenant, Failure> owners = new LinkedHashMap<>();
        locks.ask(set.keySet(), (port, theirs) -> port.livingOwners(of(theirs, set)), RoutedLocks::perhaps)
                .forEach(owners::putAll);
        return owners;
    }

    private static Map<Tenant, TenantLock> of(List<Tenant> tenants, Map<Tenant, TenantLock> all) {
        Map<Tenant, TenantLock> theirs = new LinkedHashMap<>();
        tenants.forEach(tenant -> theirs.put(tenant, all.get(tenant)));
        return theirs;
    }

    private static Map<Tenant, Failure> perhaps(List<Tenant> tenants, Failure failure) {
        Map<Tenant, Failure> perhaps = new LinkedHashMap<>();
        tenants.forEach(tenant -> perhaps.put(tenant, failure));
        return perhaps;
    }

    @Override
    public Optional<Failure> release(Tenant tenant, TenantLock lock) {
        return locks.of(tenant).release(tenant, lock);
    }
}
