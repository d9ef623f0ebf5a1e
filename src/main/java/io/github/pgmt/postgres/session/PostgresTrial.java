package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantTrial;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.address.UrlLimits;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.RunStop;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.schema.SchemaCreation;
import io.github.pgmt.tenant.Tenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A trial, and its session: one connection in one transaction, in which nobody else can see the schema. */
final class PostgresTrial implements TenantTrial, TenantSession {

    private final Tenant tenant;
    private final HistoryTables tables;
    private final Connection transaction;
    private final Connection nested;
    private final CancellableConnection running;
    private final StopSignal stop;
    private final UrlLimits limits;
    private final Consumer<CancellableConnection> whenClosed;

    private PostgresTrial(
            Tenant tenant,
            HistoryTables tables,
            Connection transaction,
            Connection nested,
            CancellableConnection running,
            StopSignal stop,
            UrlLimits limits,
            Consumer<CancellableConnection> whenClosed) {
        this.tenant = tenant;
        this.tables = tables;
        this.transaction = transaction;
        this.nested = nested;
        this.running = running;
        this.stop = stop;
        this.limits = limits;
        this.whenClosed = whenClosed;
    }

    /**
     * Begins the transaction and creates the schema in it.
     *
     * @param tenant with the name of the trial's schema
     * @param connection whose search_path begins with that schema; closed with the trial
     */
    static PostgresTrial begin(
            Tenant tenant,
            HistoryTables tables,
            Connection connection,
            CancellableConnection running,
            StopSignal stop,
            UrlLimits limits,
            Consumer<CancellableConnection> whenClosed)
            throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + Identifiers.quote(tenant.schema()));
        }
        return new PostgresTrial(
                tenant, tables, connection, NestedCommits.on(connection), running, stop, limits, whenClosed);
    }

    @Override
    public Tenant tenant() {
        return tenant;
    }

    @Override
    public TenantSession session() {
        return this;
    }

    @Override
    public List<String> differencesOf(String schema) {
        try {
            return OwnPath.on(
                    transaction, () -> new TableComparison(tables).differences(transaction, schema, tenant.schema()));
        } catch (SQLException e) {
            throw unavailable("The tables cannot be compared", e);
        }
    }

    @Override
    public String tables() {
        try {
            return OwnPath.on(transaction, () -> {
                try (Statement statement = transaction.createStatement();
                        ResultSet row =
                                statement.executeQuery("SELECT " + new TableComparison(tables).sum(tenant.schema()))) {
                    row.next();
                    return row.getString(1);
                }
            });
        } catch (SQLException e) {
            throw unavailable("The tables cannot be looked at", e);
        }
    }

    @Override
    public Connection connection() {
        return nested;
    }

    @Override
    public void holdLockRow() {
        // Nobody else can see it.
    }

    @Override
    public void beforeChangeSet() {
        RunStop.requireNone(stop);
        try (Statement statement = transaction.createStatement()) {
            statement.execute(SessionSettings.OF_THE_RUN);
        } catch (SQLException e) {
            throw unavailable("The trial's session cannot be prepared", e);
        }
    }

    @Override
    public void takeTurnAtExtensions(List<String> sql) {
        // Nothing is committed: another session waits in the catalog, and then goes on as if this one had never been.
    }

    /** Hooks belong to migrations; a trial has none. */
    @Override
    public void inOwnTransaction(Work work) {
        throw new UnsupportedOperationException("No hook runs in a trial.");
    }

    @Override
    public void send(String statement, boolean hasBackslash) {
        throw new UnsupportedOperationException("No hook runs in a trial.");
    }

    /** A trial is one, and is never committed. */
    @Override
    public void asOneTransaction(int atOnce, Step work) {
        throw new UnsupportedOperationException("Nothing is migrated in a trial.");
    }

    @Override
    public void holdCommits(boolean mayCommitItself) {
        // None of them takes effect.
    }

    @Override
    public void releaseCommits() {
        // None of them takes effect.
    }

    /** Nobody else can see them. */
    @Override
    public <T, E extends Exception> T onTables(TableWork<T, E> work) throws E {
        try {
            return OwnPath.on(transaction, work::run);
        } catch (SQLException e) {
            throw unavailable("Liquibase's tables in the trial cannot be worked on", e);
        }
    }

    @Override
    public void lockTables() {
        // Nobody else can see them.
    }

    @Override
    public void tag(ChangeSetId row, String tag) {
        throw new UnsupportedOperationException("Nothing is tagged in a trial.");
    }

    @Override
    public boolean hasSchema(String name) {
        try {
            return SchemaCreation.exists(transaction, name);
        } catch (SQLException e) {
            throw unavailable("The schema cannot be looked for", e);
        }
    }

    @Override
    public void suspendLockTimeout() {
        // Nothing is built CONCURRENTLY in a transaction.
    }

    @Override
    public void restoreLockTimeout() {
        // It was not suspended.
    }

    /** There are none: the schema is new. */
    @Override
    public List<String> dropInvalidIndexes(Collection<String> names) {
        return List.of();
    }

    @Override
    public Optional<SqlError> sqlError(Throwable thrown) {
        return SqlErrors.ofSession(thrown).map(error -> limits.explain(error, thrown));
    }

    @Override
    public void cancelTogetherWith(Connection other) {
        running.include(other);
    }

    @Override
    public boolean isCancelled() {
        return running.isCancelled();
    }

    private static TenantUnavailableException unavailable(String what, SQLException e) {
        return new TenantUnavailableException(SqlErrors.failure(Failure.Kind.CONNECTION, what, e), e);
    }

    @Override
    public void close() {
        whenClosed.accept(running);
        try (Connection closing = transaction) {
            closing.rollback();
        } catch (SQLException e) {
            // The server rolls back when the connection is gone, and it is.
        }
    }
}
