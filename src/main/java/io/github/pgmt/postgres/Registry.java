package io.github.pgmt.postgres;

import io.github.pgmt.migration.DatabaseUnavailableException;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Reads tenants from where the application keeps them. The session is read only and its transaction is never
 * committed, so that a function in a query or a view cannot change anything.
 */
final class Registry {

    /** Says what to run; may look into the catalog for it. */
    interface Query {

        String sql(Connection connection) throws SQLException;
    }

    private final Server server;
    private final String parameter;

    /** @param parameter what the user configured, for messages: {@code -Dpgmt.tenantQuery} */
    Registry(Server server, String parameter) {
        this.server = server;
        this.parameter = parameter;
    }

    /**
     * The tenants of the query's rows, ordered by schema.
     *
     * @throws InvalidSelectionException when the query fails or its rows are no tenants
     * @throws DatabaseUnavailableException when the server is not there
     */
    List<ListedTenant> list(Query query, RegistryRows.Naming naming) {
        try (Connection connection = open()) {
            return list(connection, query, naming);
        } catch (SQLException e) {
            throw SqlErrors.isConnectionLost(e) ? unavailable(e) : wrong(e);
        }
    }

    private Connection open() {
        try {
            return server.open("registry");
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private List<ListedTenant> list(Connection connection, Query query, RegistryRows.Naming naming)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            connection.setAutoCommit(false);
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(query.sql(connection))) {
                return new RegistryRows(parameter, naming).read(rows);
            }
        }
    }

    private DatabaseUnavailableException unavailable(SQLException e) {
        return new DatabaseUnavailableException(
                "Could not read the tenants of " + parameter + " from " + server.display() + " (SQLSTATE "
                        + e.getSQLState() + "): " + SqlErrors.describe(e),
                e);
    }

    private InvalidSelectionException wrong(SQLException e) {
        String hint = SqlErrors.READ_ONLY.equals(e.getSQLState())
                ? " It runs read only: looking for tenants must not change anything."
                : "";
        return new InvalidSelectionException(
                parameter + " failed with SQLSTATE " + e.getSQLState() + ": " + SqlErrors.describe(e) + hint, e);
    }
}
