package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.tenant.Tenant;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.FastCheckService;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;

/**
 * Liquibase's database of one tenant whose lock row we hold, with its two tables made. Liquibase caches services by
 * database; closing this makes it forget them, so that those of a failed tenant do not meet the next one.
 */
final class LockedTenant implements AutoCloseable {

    private final TenantDatabase database;

    private LockedTenant(TenantDatabase database) {
        this.database = database;
    }

    /** @throws io.github.pgmt.migration.failure.TenantUnavailableException when somebody else has the lock */
    static LockedTenant open(Tenant tenant, TenantSession session, HistoryTables tables) throws LiquibaseException {
        LockedTenant locked = new LockedTenant(TenantDatabase.on(session.connection(), tenant, tables));
        try {
            locked.holdLock(session);
            locked.historyService().init();
            return locked;
        } catch (LiquibaseException | RuntimeException | Error e) {
            locked.close();
            throw e;
        }
    }

    private void holdLock(TenantSession session) throws LiquibaseException {
        HeldLockService lock =
                (HeldLockService) LockServiceFactory.getInstance().getLockService(database);
        lock.hold(session);
    }

    TenantDatabase database() {
        return database;
    }

    ChangeLogHistoryService historyService() {
        return TenantDatabase.histories().getChangeLogService(database);
    }

    /**
     * To be called before each of Liquibase's commands: the cache of its fast check knows nothing of several changelogs
     * for one schema (changelog/FastCheckService.java, the cache's key).
     */
    static void forgetFastCheck() {
        Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
    }

    @Override
    public void close() {
        LockServiceFactory.getInstance().resetAll();
        database.forgetServices();
    }
}
