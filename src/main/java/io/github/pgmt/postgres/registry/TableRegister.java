package io.github.pgmt.postgres.registry;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.TenantRegister;
import io.github.pgmt.migration.preview.InsertedRow;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.schema.SchemaCreation;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes rows in the application's table of tenants. */
public final class TableRegister implements TenantRegister {

    private final Server server;
    private final String parameter;
    private final String written;
    private final String schemaColumn;
    private final SchemaPrefix prefix;

    /**
     * @param parameter what the user configured, for messages
     * @param written the table as in SQL
     */
    public TableRegister(Server server, String parameter, String written, String schemaColumn, SchemaPrefix prefix) {
        this.server = server;
        this.parameter = parameter;
        this.written = written;
        this.schemaColumn = schemaColumn;
        this.prefix = prefix;
    }

    @Override
    public NewRow insert(String schema, Map<String, String> attributes) {
        prefix.require(schema);
        Connection connection = open();
        try {
            AdvisoryLock.take(connection, schema);
            begin(connection);
            return insert(connection, schema, attributes);
        } catch (SQLException e) {
            AdvisoryLock.close(connection);
            throw SqlErrors.isConnectionLost(e) ? unavailable(e) : refused(e);
        } catch (RuntimeException | Error e) {
            AdvisoryLock.close(connection);
            throw e;
        }
    }

    private Connection open() {
        try {
            return server.openAsRole("registry");
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /** The transaction stays open while the changelog is read. */
    private static void begin(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setReadOnly(false);
        connection.setAutoCommit(false);
    }

    private NewRow insert(Connection connection, String schema, Map<String, String> attributes) throws SQLException {
        RegistryTable table = RegistryTable.find(connection, written);
        String nameColumn = table.column(schemaColumn, RegistryTable.SCHEMA_COLUMN_HINT);
        RegistryInsert insert = new RegistryInsert(connection, table, nameColumn);
        Map<String, String> values = insert.values(prefix.remove(schema), attributes);
        insert.requirePrivileges();
        if (find(list(connection, table), schema).isPresent()) {
            throw new RunRefusedException(duplicate(table, schema));
        }
        requireNoSchema(connection, table, schema);
        try {
            insert.run(values);
        } catch (SQLException e) {
            connection.rollback();
            throw new RegistryErrors(connection, table, nameColumn).refused(e, duplicate(table, schema));
        }
        List<ListedTenant> listed = list(connection, table);
        ListedTenant tenant = find(listed, schema).orElseThrow(() -> notListed(table, schema));
        List<String> given = table.columns().stream()
                .filter(column -> values.containsKey(column) && !column.equals(nameColumn))
                .toList();
        InsertedRow inserted = new InsertedRow(table.qualified(), nameColumn, prefix.text(), given, table.columns());
        return RegistryRow.inserted(server, connection, inserted, tenant, listed);
    }

    private static Optional<ListedTenant> find(List<ListedTenant> listed, String schema) {
        return listed.stream().filter(tenant -> tenant.schema().equals(schema)).findFirst();
    }

    private List<ListedTenant> list(Connection connection, RegistryTable table) throws SQLException {
        return table.read(connection, () -> list(connection, table.select(schemaColumn)));
    }

    private List<ListedTenant> list(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(query)) {
                return new RegistryRows(parameter, (name, parameters) -> prefix.tenant(server.home(), name, parameters))
                        .read(rows);
            }
        }
    }

    private static void requireNoSchema(Connection connection, RegistryTable table, String schema) throws SQLException {
        if (SchemaCreation.exists(connection, schema)) {
            throw new RunRefusedException("Nothing was changed. There is a schema \"" + schema
                    + "\" already, and no row for it in "
                    + table.qualified() + ". create-tenant makes new tenants only. If the schema is this "
                    + "tenant's, INSERT its row by hand, then: " + SuggestedCommand.of("setup-tenant", schema));
        }
    }

    private static String duplicate(RegistryTable table, String schema) {
        return "The tenant \"" + schema + "\" has a row in " + table.qualified()
                + " already. Nothing was changed. list-tenants shows what is missing; if its schema is missing or "
                + "unfinished, setup-tenant finishes it: " + SuggestedCommand.of("setup-tenant", schema);
    }

    private RunRefusedException notListed(RegistryTable table, String schema) {
        return new RunRefusedException("With its new row in " + table.qualified() + ", no tenant \"" + schema
                + "\" is listed: a trigger, a view, a policy or the type of the column " + schemaColumn
                + " made something else of the name. The row was taken back. Nothing was changed.");
    }

    private DatabaseUnavailableException unavailable(SQLException e) {
        return new DatabaseUnavailableException(
                "Could not work in " + parameter + " on " + server.display() + " (SQLSTATE " + e.getSQLState() + "): "
                        + SqlErrors.describe(e),
                e);
    }

    private InvalidSelectionException refused(SQLException e) {
        return new InvalidSelectionException(
                parameter + " failed with SQLSTATE " + e.getSQLState() + ": " + SqlErrors.describe(e)
                        + " Nothing was changed.",
                e);
    }
}
