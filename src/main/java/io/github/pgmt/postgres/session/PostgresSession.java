package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.Question;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.activity.BlockerWatch;
import io.github.pgmt.postgres.address.UrlLimits;
import io.github.pgmt.postgres.connection.OwnTransactions;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.RunStop;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.schema.SchemaCreation;
import io.github.pgmt.postgres.sql.CreatedExtensions;
import io.github.pgmt.postgres.sql.TransactionControl;
import io.github.pgmt.postgres.table.HistoryTag;
import io.github.pgmt.postgres.table.TenantTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postgresql.core.BaseConnection;

/** The two connections of a tenant that is worked on. */
final class PostgresSession implements TenantSession {

    private final TenantTables tables;
    private final Connection connection;
    private final OwnTransactions transactions;
    private final OwnCommits own;
    private final HeldCommits commits;
    private final SessionSettings settings;
    private final SuspendableLockTimeout lockTimeout;
    private final TableWorks tableWorks;
    private final LockConnection second;
    private final StopSignal stop;
    private final ExtensionTurn turn;
    private final CancellableConnection running;
    private final BlockerWatch watch;
    private final int pid;
    private final UrlLimits limits;
    private final Consumer<CancellableConnection> whenClosed;

    /** @param connection pinned to the schema, in autocommit mode, holding the {@link AdvisoryLock} */
    PostgresSession(
            TenantTables tables,
            Connection connection,
            LockConnection second,
            StopSignal stop,
            BlockerWatch watch,
            Server server,
            Consumer<CancellableConnection> whenClosed)
            throws SQLException {
        this.tables = tables;
        this.connection = connection;
        this.transactions = server.transactions();
        this.own = new OwnCommits(connection, tables.schema(), transactions);
        this.commits = new HeldCommits(connection, own);
        this.settings = new SessionSettings(connection, commits, server);
        this.turn = new ExtensionTurn(connection, settings, stop, server.briefLockTimeout());
        this.tableWorks = new TableWorks(connection, commits, tables, settings::limitWaits);
        this.second = second;
        this.stop = stop;
        this.running = new CancellableConnection(connection);
        this.watch = watch;
        this.pid = BlockerWatch.pid(connection);
        this.lockTimeout = new SuspendableLockTimeout(settings, watch, pid, server);
        this.limits = server.limits();
        this.whenClosed = whenClosed;
        watch.begin(pid, tables.schema());
    }

    /** For ending the session from another thread. */
    CancellableConnection running() {
        return running;
    }

    @Override
    public Connection connection() {
        return commits.connection();
    }

    @Override
    public void holdLockRow() {
        try {
            transactions.leavesNothing(second.hold(connection, tables, holding -> {
                running.include(holding);
                own.commitOpen();
            }));
        } catch (SQLException e) {
            throw SessionSettings.unavailable("The second connection, for Liquibase's lock row, cannot be opened", e);
        }
    }

    @Override
    public void beforeChangeSet() {
        RunStop.requireNone(stop);
        second.requireHeld();
        settings.set(SessionSettings.OF_THE_RUN);
        if (!commits.isNested()) {
            turn.end();
        }
    }

    @Override
    public void takeTurnAtExtensions(List<String> sql) {
        turn.take(CreatedExtensions.names(String.join(";\n", sql)));
    }

    @Override
    public void inOwnTransaction(Work work) throws Exception {
        second.requireHeld();
        releaseCommits();
        boolean autoCommit = connection.getAutoCommit();
        settings.clean();
        own.beginOther();
        connection.setAutoCommit(false);
        LentConnection lent = new LentConnection(connection);
        try {
            settings.limitWaits();
            work.on(lent.connection());
            WholeTransaction.requireCommittable(connection);
            own.commit();
        } catch (Exception | Error e) {
            lent.takeBack();
            settings.cleanAfter(e);
            throw e;
        }
        lent.takeBack();
        settings.clean();
        connection.setAutoCommit(autoCommit);
    }

    @Override
    public void send(String statement, boolean hasBackslash) throws SQLException {
        if (hasBackslash && !connection.unwrap(BaseConnection.class).getStandardConformingStrings()) {
            throw new SQLException(
                    "standard_conforming_strings is off in this session, and a string of the statement has a "
                            + "backslash in it. Write it as E'\u2026', or set standard_conforming_strings to on.");
        }
        PlainSql.execute(connection, statement);
    }

    @Override
    public void asOneTransaction(int atOnce, Step work) throws Exception {
        connection.setAutoCommit(false);
        WholeTransaction transaction = WholeTransaction.begin(connection);
        commits.nest();
        try {
            work.run();
            second.requireHeld();
            WholeTransaction.requireCommittable(connection);
            transaction.requireRoom(atOnce);
            commits.commitWhole();
        } catch (Exception | Error e) {
            transaction.rollBackAfter(e);
            throw e;
        } finally {
            commits.unnest();
        }
    }

    @Override
    public void holdCommits(boolean mayCommitItself) {
        commits.hold(mayCommitItself, settings::limitWaits);
    }

    @Override
    public void releaseCommits() {
        commits.release();
        own.endDivision();
    }

    @Override
    public void attributeTo(ChangeSetId changeSet, boolean inTransaction, List<String> sql) {
        boolean whole = inTransaction && sql.stream().noneMatch(TransactionControl::isIn);
        commits.deferred().begin(changeSet);
        lockTimeout.leaveToWhatRuns(inTransaction);
        try {
            own.begin(changeSet, commits.isNested(), whole);
        } catch (SQLException e) {
            throw SessionSettings.unavailable("The server does not say how far its transactions are", e);
        }
    }

    @Override
    public Optional<ChangeSetId> failedInCommit() {
        return commits.deferred().culprit();
    }

    @Override
    public <T, E extends Exception> T onTables(TableWork<T, E> work) throws E {
        return tableWorks.run(work);
    }

    @Override
    public void lockTables() {
        try {
            settings.limitWaits();
            tableWorks.lock();
        } catch (SQLException e) {
            throw SessionSettings.unavailable("Liquibase's tables cannot be looked at", e);
        }
    }

    @Override
    public void tag(ChangeSetId row, String tag) {
        try {
            onTables(() -> {
                HistoryTag.put(connection, tables, row, tag);
                return null;
            });
            commits.connection().commit();
        } catch (SQLException e) {
            throw SessionSettings.unavailable("The tag cannot be written", e);
        }
    }

    @Override
    public boolean hasSchema(String name) {
        try {
            return SchemaCreation.exists(connection, name);
        } catch (SQLException e) {
            throw SessionSettings.unavailable("The schema cannot be looked for", e);
        }
    }

    @Override
    public void suspendLockTimeout() {
        lockTimeout.suspend();
    }

    @Override
    public void restoreLockTimeout() {
        lockTimeout.restore();
    }

    @Override
    public List<String> dropInvalidIndexes(Collection<String> names) {
        return settings.outsideTransaction(
                "An INVALID index, left by an interrupted CREATE INDEX CONCURRENTLY, cannot be dropped",
                () -> InvalidIndexes.drop(connection, tables.schema(), names));
    }

    @Override
    public String state() {
        return settings.state();
    }

    @Override
    public Optional<String> answer(Question question) {
        try {
            return new Answers(tables.schema()).ask(connection, question);
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<SqlError> sqlError(Throwable thrown) {
        return SqlErrors.ofSession(thrown)
                .map(error -> new SqlError(
                        error.state(), watch.explain(error.message(), pid), watch.explain(error.obstacle(), pid)))
                .map(error -> limits.explain(error, thrown));
    }

    @Override
    public void cancelTogetherWith(Connection other) {
        running.include(other);
    }

    @Override
    public boolean isCancelled() {
        return running.isCancelled();
    }

    @Override
    public void close() {
        watch.end(pid);
        whenClosed.accept(running);
        try {
            commits.release();
            own.close();
        } finally {
            closeConnections();
        }
    }

    private void closeConnections() {
        try {
            AdvisoryLock.close(connection);
        } finally {
            second.close();
        }
    }
}
