package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.TenantSession;
import liquibase.Scope;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.lockservice.StandardLockService;

/**
 * The lock service that Liquibase finds when pgmt runs it: the lock row is held by the tenant's session instead of being
 * set, so that nothing of ours can be left behind. Found through {@code META-INF/services}.
 */
public final class HeldLockService extends StandardLockService {

    /** The scope's key for the tenant's {@link TenantSession}. */
    static final String SESSION = "pgmt.session";

    /** Above every other service, also above that of an extension which keeps the lock elsewhere. */
    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean supports(Database database) {
        return session() != null;
    }

    /** That of the tenant that is worked on; null outside of one. */
    static TenantSession session() {
        return Scope.getCurrentScope().get(SESSION, TenantSession.class);
    }

    /** Makes the table and its row where they are missing, then has the session hold the row. */
    void hold(TenantSession session) throws DatabaseException {
        session.onTables(() -> {
            super.init();
            return null;
        });
        session.holdLockRow();
        hasChangeLogLock = true;
    }

    @Override
    public void init() {
        // Done before the row was held.
    }

    @Override
    public void waitForLock() {
        acquireLock();
    }

    @Override
    public boolean acquireLock() {
        if (session() == null) {
            throw new IllegalStateException("Liquibase asks for its lock outside a tenant's session.");
        }
        hasChangeLogLock = true;
        return true;
    }

    /** The session lets go of the row when the tenant is done. */
    @Override
    public void releaseLock() {
        hasChangeLogLock = false;
    }
}
