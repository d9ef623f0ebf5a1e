package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.tenant.Tenant;
import java.sql.Connection;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.SequenceCurrentValueFunction;
import liquibase.statement.SequenceNextValueFunction;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Schema;

/**
 * Liquibase's view of one tenant. Differs from Liquibase's own in two ways: it leaves the {@code search_path} alone, and it
 * quotes the tenant's schema always and rightly.
 */
class TenantDatabase extends PostgresDatabase {

    /** Liquibase's name of the executor that every change uses. */
    static final String EXECUTOR = "jdbc";

    private final String schema;

    TenantDatabase(Tenant tenant, HistoryTables tables) {
        this.schema = tenant.schema();
        setDatabaseChangeLogTableName(tables.history());
        setDatabaseChangeLogLockTableName(tables.lock());
    }

    /** A database for parsing only: with a connection, parsing can create the history table (include with logicalFilePath). */
    static TenantDatabase detached(Tenant tenant, HistoryTables tables) {
        TenantDatabase database = new TenantDatabase(tenant, tables);
        database.useSchema();
        return database;
    }

    /** A database on a connection that is pinned to the tenant's schema. */
    static TenantDatabase on(Connection connection, Tenant tenant, HistoryTables tables) throws DatabaseException {
        TenantDatabase database = new TenantDatabase(tenant, tables);
        database.setConnection(new PlainUrlConnection(connection));
        database.useSchema();
        return database;
    }

    final void useSchema() {
        setDefaultSchemaName(schema);
        setLiquibaseSchemaName(schema);
        setOutputDefaultSchema(true);
    }

    /** What Liquibase sends this tenant's statements with. */
    final Executor executor() {
        return executors().getExecutor(EXECUTOR, this);
    }

    /**
     * Makes Liquibase forget its services of this database, which it keeps by database. Its history services are reset
     * altogether: to unregister one leaves it, and with it the tenant's connection, in the factory's other map for ever.
     */
    final void forgetServices() {
        executors().clearExecutor(EXECUTOR, this);
        histories().resetAll();
    }

    static ExecutorService executors() {
        return Scope.getCurrentScope().getSingleton(ExecutorService.class);
    }

    static ChangeLogHistoryServiceFactory histories() {
        return Scope.getCurrentScope().getSingleton(ChangeLogHistoryServiceFactory.class);
    }

    /**
     * Only rolls back. Liquibase's own also puts the default schema into the {@code search_path}: 4.33.0 lets it grow from
     * tenant to tenant, 5.0.x quotes it twice and then works in {@code public} (liquibase#7624). Ours is pinned when the
     * connection starts, and a rollback does not change that.
     */
    @Override
    public void rollback() throws DatabaseException {
        getConnection().rollback();
    }

    /** Liquibase 4.33.0 does not double the quotes in a name of mixed case, and does not quote one with a space. */
    @Override
    public String escapeObjectName(String objectName, Class<? extends DatabaseObject> objectType) {
        if (Schema.class.equals(objectType) && schema.equals(objectName)) {
            return quoteObject(objectName, objectType);
        }
        return super.escapeObjectName(objectName, objectType);
    }

    /** Liquibase puts a sequence's name into a string literal as it is; a quote in the schema's name would end it. */
    @Override
    public String generateDatabaseFunctionValue(DatabaseFunction function) {
        String sql = super.generateDatabaseFunctionValue(function);
        boolean literal =
                function instanceof SequenceNextValueFunction || function instanceof SequenceCurrentValueFunction;
        String quoted = quoteObject(schema, Schema.class);
        return sql != null && literal ? sql.replace(quoted, quoted.replace("'", "''")) : sql;
    }

    /**
     * Shows the URL without its parameters. Liquibase searches it for passwords, once for each tenant, with patterns whose
     * time grows much faster than the URL; and the driver's URL has all of pgmt's settings in it.
     */
    private static final class PlainUrlConnection extends JdbcConnection {

        PlainUrlConnection(Connection connection) {
            super(connection);
        }

        @Override
        public String getURL() {
            String url = super.getURL();
            int parameters = url.indexOf('?');
            return parameters < 0 ? url : url.substring(0, parameters);
        }
    }
}
