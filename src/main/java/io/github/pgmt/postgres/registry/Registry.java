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
 * Reads tenants, or databases, from where the application keeps them. The session is read only and its transaction is never
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
            return new Listing(sql, Listing::asItIs);
        }

        private static <T> T asItIs(Connection connection, OwnPath.Work<T, RuntimeException> work) throws SQLException {
            return work.run();
        }
    }

    /** Runs work that reads. */
    interface Reading {

        <T> T on(Connection connection, OwnPath.Work<T, RuntimeException> work) throws SQLException;
    }

    /** Makes something of the rows. */
    interface Rows<T> {

        List<T> read(ResultSet rows) throws SQLException;
    }

    /**
     * What is read, for messages.
     *
     * @param parameter what the user configured: {@code -Dpgmt.tenantQuery}
     * @param things what its rows are: {@code tenants}
     * @param timeoutParameter what limits its time: {@code -Dpgmt.tenantQueryTimeout}
     */
    record Asked(String parameter, String things, String timeoutParameter) {

        static Asked forTenants(String parameter) {
            return new Asked(parameter, "tenants", "-Dpgmt.tenantQueryTimeout");
        }
    }

    /** What a query may take when the user says nothing; tens of thousands of tenants take less than a second. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

    /** More schemas than PostgreSQL can bear: rather a join without a condition. */
    private static final int MOST_ROWS = 250_000;

    private final Server server;
    private final Asked asked;
    private final Duration timeout;

    /** @param timeout how long the server may work on the query; zero is without limit */
    Registry(Server server, Asked asked, Duration timeout) {
        this.server = server;
        this.asked = asked;
        this.timeout = timeout;
    }

    /**
     * The tenants of the query's rows, ordered by schema.
     *
     * @throws InvalidSelectionException when the query fails or its rows are no tenants
     * @throws DatabaseUnavailableException when the server is not there
     */
    List<ListedTenant> list(Query query, RegistryRows.Naming naming) {
        return read(query, new RegistryRows(asked.parameter(), naming)::read);
    }

    /** What the rows of the query are, with the errors of {@link #list}. */
    <T> List<T> read(Query query, Rows<T> rows) {
        try (Connection connection = open()) {
            return read(connection, query, rows);
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

    private <T> List<T> read(Connection connection, Query query, Rows<T> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            connection.setAutoCommit(false);
            statement.setEscapeProcessing(false);
            Listing listing = query.of(connection);
            statement.execute("SET statement_timeout = " + timeout.toMillis());
            statement.setMaxRows(MOST_ROWS + 1);
            return listing.reading().on(connection, () -> read(statement, listing.sql(), rows));
        }
    }

    private <T> List<T> read(Statement statement, String sql, Rows<T> rows) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return requireBearable(rows.read(result));
        }
    }

    private <T> List<T> requireBearable(List<T> listed) {
        if (listed.size() > MOST_ROWS) {
            throw new InvalidSelectionException(asked.parameter() + " lists more than " + MOST_ROWS + " "
                    + asked.things() + ". Every row is one: look for a join without a condition.");
        }
        return listed;
    }

    private DatabaseUnavailableException unavailable(SQLException e) {
        return new DatabaseUnavailableException(
                "Could not read the " + asked.things() + " of " + asked.parameter() + " from " + server.display()
                        + " (SQLSTATE "
                        + e.getSQLState() + "): " + SqlErrors.describe(e)
                        + server.limits().exceeded(e).map(" "::concat).orElse(""),
                e);
    }

    private InvalidSelectionException wrong(SQLException e) {
        return new InvalidSelectionException(
                asked.parameter() + " failed with SQLSTATE " + e.getSQLState() + ": " + SqlErrors.describe(e) + hint(e),
                e);
    }

    private String hint(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case SqlErrors.READ_ONLY ->
                " It runs read only: looking for " + asked.things() + " must not change anything.";
            case SqlErrors.INSUFFICIENT_PRIVILEGE ->
                " The role that migrates has to see every row. Where the table has row level security, make the role its owner "
                        + "(and the table not FORCE ROW LEVEL SECURITY), or: ALTER ROLE … BYPASSRLS; a policy that hides "
                        + "tenants on purpose belongs into -Dpgmt.tenantQuery.";
            case SqlErrors.QUERY_CANCELED ->
                " It may take " + timeout.toMillis() + " ms. If it is to take longer, set " + asked.timeoutParameter()
                        + ".";
            default -> "";
        };
    }
}
