package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.OwnTransaction;
import io.github.pgmt.postgres.table.TableLock;
import io.github.pgmt.postgres.table.TenantTables;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What Liquibase does to its own two tables in a tenant's session: each piece of work is in one transaction with the lock that
 * keeps the tables' shape, and finds nothing outside {@code pg_catalog}. For reading it is the same lock: an index that is made
 * between a look at the shape and a query runs what is in it when that is planned.
 */
final class TableWorks {

    private final Connection connection;
    private final HeldCommits commits;
    private final TenantTables tables;
    private final PreparedTables prepared;
    private final HeldCommits.Again limitWaits;
    private boolean working;
    private boolean bothThere;

    /**
     * @param commits of this connection
     * @param limitWaits has what is done in a transaction wait for its time on other servers, too
     */
    TableWorks(Connection connection, HeldCommits commits, TenantTables tables, HeldCommits.Again limitWaits) {
        this.limitWaits = limitWaits;
        this.connection = connection;
        this.commits = commits;
        this.tables = tables;
        this.prepared = new PreparedTables(connection, tables);
    }

    /** See {@link TenantSession#onTables}. */
    <T, E extends Exception> T run(TenantSession.TableWork<T, E> work) throws E {
        if (working || isFailed()) {
            return work.run();
        }
        working = true;
        try {
            return inTransaction(work);
        } catch (SQLException e) {
            throw SessionSettings.unavailable("Liquibase's tables cannot be looked at", e);
        } finally {
            working = false;
        }
    }

    /** Whatever is sent now fails; who sends it says why. */
    private boolean isFailed() {
        try {
            return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
        } catch (SQLException e) {
            return true;
        }
    }

    private <T, E extends Exception> T inTransaction(TenantSession.TableWork<T, E> work) throws E, SQLException {
        if (!connection.getAutoCommit()) {
            return withoutCommits(work);
        }
        return OwnTransaction.takenBack(connection, () -> {
            T result = withoutCommits(work);
            commits.commitOpen();
            return result;
        });
    }

    /** A commit in the middle would let go of the lock, and so would a rollback. */
    private <T, E extends Exception> T withoutCommits(TenantSession.TableWork<T, E> work) throws E, SQLException {
        HeldCommits.Pause pause = commits.pause(() -> {
            OwnPath.set(connection);
            limitWaits.run();
            lockSlowly();
        });
        T result;
        try {
            limitWaits.run();
            result = onOwnPath(work);
        } catch (Throwable e) {
            pause.end();
            throw e;
        }
        pause.endAndCommit();
        return result;
    }

    private <T, E extends Exception> T onOwnPath(TenantSession.TableWork<T, E> work) throws E, SQLException {
        OwnPath path = new OwnPath(connection);
        if (bothThere && prepared.enter(path)) {
            return path.during(work::run);
        }
        return OwnPath.on(connection, () -> {
            lockSlowly();
            return work.run();
        });
    }

    /** To be called in a transaction whose {@code search_path} is the session's own. */
    void lock() throws SQLException {
        if (!bothThere || !prepared.lock()) {
            lockSlowly();
        }
    }

    private void lockSlowly() throws SQLException {
        if (bothThere) {
            tables.requireBoth(connection);
        } else {
            bothThere =
                    tables.require(connection, TableLock.SHARE_UPDATE_EXCLUSIVE).size() == 2;
        }
    }
}
