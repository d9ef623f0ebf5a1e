package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.executor.Executor;
import liquibase.executor.jvm.JdbcExecutor;

/**
 * A tenant's database on which changesets can be executed without anything happening: their statements are noted. Liquibase
 * caches services by database; closing this makes it forget them.
 */
final class ScriptDatabase extends PlanDatabase implements AutoCloseable {

    private final SilentConnection silent;
    private final RecordingExecutor executor = new RecordingExecutor();
    private final PlannedHistory planned;

    /**
     * @param keywords see {@link SilentConnection}
     * @throws UnreplayableException when Liquibase's own way of sending statements has been replaced, by an extension for example
     */
    ScriptDatabase(Tenant tenant, HistoryTables tables, TenantHistory history, String keywords)
            throws UnreplayableException {
        super(tenant, tables, history);
        silent = new SilentConnection(keywords);
        setConnection(new JdbcConnection(silent.connection()));
        useSchema();
        requireStandardExecutor();
        executor.setDatabase(this);
        executors().setExecutor(EXECUTOR, this, executor);
        planned = new PlannedHistory(this);
        histories().register(planned);
        begin();
    }

    private void requireStandardExecutor() throws UnreplayableException {
        Executor standard = executor();
        if (standard.getClass() != JdbcExecutor.class) {
            executors().clearExecutor(EXECUTOR, this);
            throw new UnreplayableException("is run by an extension of Liquibase ("
                    + standard.getClass().getName() + ")");
        }
    }

    /** From now on statements are noted anew. */
    void begin() {
        silent.forget();
        executor.begin();
    }

    /** What was noted since {@link #begin()}. */
    RecordingExecutor recorded() {
        return executor;
    }

    /** {@code ORDEREXECUTED} of the last row that was noted. */
    int lastSequenceValue() {
        return planned.lastSequenceValue();
    }

    /** The next row comes after this {@code ORDEREXECUTED}. */
    void countFrom(int last) {
        planned.countFrom(last);
    }

    /** @throws UnreplayableException when something that was noted since {@link #begin()} is not all that would have happened */
    void requirePlain() throws UnreplayableException {
        if (executor.refusal().isPresent()) {
            throw executor.refusal().get();
        }
        if (silent.wasAsked()) {
            throw new UnreplayableException("makes its SQL by looking into the database");
        }
    }

    @Override
    public void close() throws DatabaseException {
        forgetServices();
    }
}
