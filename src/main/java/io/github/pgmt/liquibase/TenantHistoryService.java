package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantSession.TableWork;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import java.util.List;
import java.util.Map;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;

/**
 * Liquibase's own history service, with all that it sends about its two tables sent by {@link TenantSession#onTables}: a
 * comparison of two {@code varchar} fits an operator that the tenant's owner can make better than PostgreSQL's own. Found
 * through {@code META-INF/services}.
 */
public final class TenantHistoryService extends StandardChangeLogHistoryService {

    private boolean hasRead;

    /** Above Liquibase's own, and below one that is registered for a single database. */
    @Override
    public int getPriority() {
        return super.getPriority() + 1;
    }

    @Override
    public boolean supports(Database database) {
        return database instanceof TenantDatabase && HeldLockService.session() != null;
    }

    private static <T, E extends Exception> T onTables(TableWork<T, E> work) throws E {
        return HeldLockService.session().onTables(work);
    }

    /** Work without a result. */
    private interface Writing<E extends Exception> {
        void run() throws E;
    }

    private static <E extends Exception> void write(Writing<E> work) throws E {
        onTables(() -> {
            work.run();
            return null;
        });
    }

    /**
     * After a changeset's statements. Those may have waited without a {@code lock_timeout}, its row may not: whoever waits to
     * change Liquibase's tables stands between it and the lock row that this run holds itself.
     *
     * @throws TenantUnavailableException which is not to be tried again where the statements are committed
     */
    private static <E extends Exception> void writeRow(ChangeSet changeSet, Writing<E> work) throws E {
        HeldLockService.session().restoreLockTimeout();
        try {
            write(work);
        } catch (TenantUnavailableException e) {
            throw changeSet.isRunInTransaction()
                    ? e
                    : new TenantUnavailableException(TenantFailures.unrecorded(e.failure(), changeSet), e);
        }
    }

    @Override
    public void init() throws DatabaseException {
        write(super::init);
    }

    @Override
    public void reset() {
        super.reset();
        hasRead = false;
    }

    @Override
    public void upgradeChecksums(DatabaseChangeLog changelog, Contexts contexts, LabelExpression labels)
            throws DatabaseException {
        write(() -> super.upgradeChecksums(changelog, contexts, labels));
    }

    /** Once read, they are kept. */
    @Override
    public List<RanChangeSet> getRanChangeSets() throws DatabaseException {
        if (hasRead) {
            return super.getRanChangeSets();
        }
        List<RanChangeSet> read = onTables(super::getRanChangeSets);
        hasRead = true;
        return read;
    }

    @Override
    public List<Map<String, ?>> queryDatabaseChangeLogTable(Database database) throws DatabaseException {
        return onTables(() -> super.queryDatabaseChangeLogTable(database));
    }

    @Override
    public void replaceChecksum(ChangeSet changeSet) throws DatabaseException {
        write(() -> super.replaceChecksum(changeSet));
    }

    @Override
    public void replaceFilePath(ChangeSet changeSet, String oldPath) throws DatabaseException {
        write(() -> super.replaceFilePath(changeSet, oldPath));
    }

    @Override
    public void setExecType(ChangeSet changeSet, ChangeSet.ExecType execType) throws DatabaseException {
        writeRow(changeSet, () -> super.setExecType(changeSet, execType));
    }

    @Override
    public void removeFromHistory(ChangeSet changeSet) throws DatabaseException {
        writeRow(changeSet, () -> super.removeFromHistory(changeSet));
    }

    @Override
    public int getNextSequenceValue() throws LiquibaseException {
        return onTables(super::getNextSequenceValue);
    }

    @Override
    public void tag(String tag) throws DatabaseException {
        write(() -> super.tag(tag));
    }

    @Override
    public boolean tagExists(String tag) throws DatabaseException {
        return onTables(() -> super.tagExists(tag));
    }

    @Override
    public void clearAllCheckSums() throws LiquibaseException {
        write(super::clearAllCheckSums);
    }

    @Override
    public boolean isDatabaseChecksumsCompatible() {
        return onTables(super::isDatabaseChecksumsCompatible);
    }
}
