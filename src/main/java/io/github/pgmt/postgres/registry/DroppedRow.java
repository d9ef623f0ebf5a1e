package io.github.pgmt.postgres.registry;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.OwnTransaction;
import io.github.pgmt.postgres.connection.RoleSettings;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.tenant.Tenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A tenant's row in the application's table of tenants.
 *
 * @param tenant whose name is in the column
 * @param column the exact name of the column that names tenants
 * @param settings of the application's own sessions, which its triggers are made for
 */
public record DroppedRow(RegistryTable table, String column, Tenant tenant, RoleSettings settings) {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private static final String TABLE = """
            SELECT relation.relkind IN ('r', 'p'), pg_catalog.has_table_privilege(relation.oid, 'DELETE'), current_user
            FROM pg_catalog.pg_class AS relation
            JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
            WHERE namespace.nspname = ?::pg_catalog.name AND relation.relname = ?::pg_catalog.name
            """;

    /** Why the row cannot be removed, as far as the catalog tells. */
    public Optional<Failure> obstacle(Connection connection) throws SQLException {
        return OwnPath.on(connection, () -> obstacleOnOwnPath(connection));
    }

    private Optional<Failure> obstacleOnOwnPath(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    return refused("-Dpgmt.tenantTable=" + name()
                            + " is no table, and a row of a view can be another tenant's too. Remove the row yourself, and leave "
                            + "out -Dpgmt.dropRegistryRow.");
                }
                return row.getBoolean(2)
                        ? Optional.empty()
                        : refused("The role " + row.getString(3) + " may not remove the row. Grant it: GRANT DELETE ON "
                                + name() + " TO " + Identifiers.quote(row.getString(3)));
            }
        }
    }

    /**
     * Removes the row, in the connection's transaction, whose settings are the application's from now on. Names are
     * compared byte by byte, whatever the column's type and collation call equal.
     *
     * @throws TenantUnavailableException when that is not exactly one row, or something refers to it; the transaction is to
     *     be rolled back
     */
    public void delete(Connection connection) throws SQLException {
        String sql = "DELETE FROM " + name() + " WHERE " + Identifiers.quote(column)
                + "::pg_catalog.text COLLATE pg_catalog.\"C\" OPERATOR(pg_catalog.=) ?::pg_catalog.text";
        settings.set(connection);
        try (PreparedStatement statement = connection.prepareStatement(sql);
                Statement constraints = connection.createStatement()) {
            statement.setString(1, tenant.name());
            int rows = statement.executeUpdate();
            if (rows != 1) {
                throw new TenantUnavailableException(refused(
                                "The table " + name() + " let go of " + rows
                                        + " rows for the tenant, and not of one: look at its triggers and policies, and at its rows.")
                        .orElseThrow());
            }
            constraints.execute("SET CONSTRAINTS ALL IMMEDIATE");
        } catch (SQLException e) {
            if (SqlErrors.isConnectionLost(e)) {
                throw e;
            }
            throw stays(e);
        }
    }

    /**
     * Finds out, by removing the row and taking that back, whether anything will keep it. What is in the tenant's own schema
     * and refers to the row does not count: that goes before it, here too. Where it does not fit into the budget, the trial
     * ends at the first of it, and what comes after that is not found out.
     *
     * @param budget so many locks the trial may take
     * @throws TenantUnavailableException when something will
     */
    public void tryToDelete(Connection connection, int budget) throws SQLException {
        try {
            OwnTransaction.takenBack(connection, () -> {
                OwnForeignKeys.dropForATrial(connection, tenant.schema(), table, budget);
                delete(connection);
                return null;
            });
        } catch (TenantUnavailableException e) {
            if (!isOfOwnSchema(e)) {
                throw e;
            }
        }
    }

    private boolean isOfOwnSchema(TenantUnavailableException e) {
        return e.getCause() instanceof SQLException error
                && FOREIGN_KEY_VIOLATION.equals(error.getSQLState())
                && SqlErrors.ofServer(error)
                        .filter(server -> tenant.schema().equals(server.getSchema()))
                        .isPresent();
    }

    private TenantUnavailableException stays(SQLException e) {
        return new TenantUnavailableException(
                SqlErrors.failure(
                        SqlErrors.isHeldBySomebody(e) ? Failure.Kind.LOCKED : Failure.Kind.CONNECTION,
                        "The registry's row cannot be removed, so the schema stays too. Mend that, or keep the row by leaving "
                                + "out -Dpgmt.dropRegistryRow. The server said",
                        e),
                e);
    }

    private String name() {
        return Identifiers.qualify(table.schema(), table.name());
    }

    private static Optional<Failure> refused(String message) {
        return Optional.of(Failure.of(Failure.Kind.UNMANAGED, message));
    }

    /** The row without the tenant's parameters. */
    @Override
    public String toString() {
        return "DroppedRow[" + name() + ", " + tenant.schema() + "]";
    }
}
