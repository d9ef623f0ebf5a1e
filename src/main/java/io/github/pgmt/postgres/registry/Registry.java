package io.github.pgmt.postgres.registry;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Reads tenants from where the application keeps them. The session is read only and its transaction is never
 * committed, so that a function in a query or a view cannot change anything.
 */
final class Registry {

    /** Says what to run; may look into the catalog for it. */
    interface Query {

        Listing of(Connection connection) throws SQLException;
    }

    /**
     * What lists the tenants.
     *
     * @param reading says on which settings of the connection the SQL is sent
     */
    record Listing(String sql, Reading reading) {

        /** SQL of the user's, which has the role's own settings. */
        static Listing ofUser(String sql) {
            return new Listing(sql, (connection, work) -> work.run());
        }
    }

    /** Runs work that reads. */
    interface Reading {

        List<ListedTenant> on(Connection connection, OwnPath.Work<List<ListedTenant>, RuntimeException> work)
                throws SQLException;
    }

    /** What a query may take when the user says nothing; tens of thousands of tenants take less than a second. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

    /** More schemas than PostgreSQL can bear: rather a join without a condition. */
    private static final int MOST_ROWS = 250_000;

    private final Server server;
    private final String parameter;
    private final Duration timeout;

    /**
     * @param parameter what the user configured, for messages: {@code -Dpgmt.tenantQuery}
     * @param timeout how long the server may work on the query; zero is without limit
     */
    Registry(Server server, String parameter, Duration timeout) {
        this.server = server;
        this.parameter = parameter;
        this.timeout = timeout;
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
            return server.openAsRole("registry");
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
            Listing listing = query.of(connection);
            statement.execute("SET statement_timeout = " + timeout.toMillis());
            statement.setMaxRows(MOST_ROWS + 1);
            return listing.reading().on(connection, () -> read(statement, listing.sql(), naming));
        }
    }

    private List<ListedTenant> read(Statement statement, String sql, RegistryRows.Naming naming) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return requireBearable(new RegistryRows(parameter, naming).read(rows));
        }
    }

    private List<ListedTenant> requireBearable(List<ListedTenant> tenants) {
        if (tenants.size() > MOST_ROWS) {
            throw new InvalidSelectionException(parameter + " lists more than " + MOST_ROWS
                    + " tenants. Every row is a tenant: look for a join without a condition.");
        }
        return tenants;
    }

    private DatabaseUnavailableException unavailable(SQLException e) {
        return new DatabaseUnavailableException(
                "Could not read the tenants of " + parameter + " from " + server.display() + " (SQLSTATE "
                        + e.getSQLState() + "): " + SqlErrors.describe(e)
                        + server.limits().exceeded(e).map(" "::concat).orElse(""),
                e);
    }

    private InvalidSelectionException wrong(SQLException e) {
        return new InvalidSelectionException(
                parameter + " failed with SQLSTATE " + e.getSQLState() + ": " + SqlErrors.describe(e) + hint(e), e);
    }

    private String hint(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case SqlErrors.READ_ONLY -> " It runs read only: looking for tenants must not change anything.";
            case SqlErrors.INSUFFICIENT_PRIVILEGE ->
                " The role that migrates has to see every row. Where the table has row level security, make the role its owner "
                        + "(and the table not FORCE ROW LEVEL SECURITY), or: ALTER ROLE … BYPASSRLS; a policy that hides "
                        + "tenants on purpose belongs into -Dpgmt.tenantQuery.";
            case SqlErrors.QUERY_CANCELED ->
                " It may take " + timeout.toMillis() + " ms. If it is to take longer, set -Dpgmt.tenantQueryTimeout.";
            default -> "";
        };
    }
}
