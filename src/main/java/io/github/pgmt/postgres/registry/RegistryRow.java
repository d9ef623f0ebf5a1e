package io.github.pgmt.postgres.registry;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.TenantRegister;
import io.github.pgmt.migration.preview.InsertedRow;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.lock.TenantTransaction;
import io.github.pgmt.tenant.ListedTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A tenant's row that this run inserted. It is known by all that is in it, as text: a table need not have a key, and a
 * row that somebody has changed meanwhile is not to be deleted.
 */
final class RegistryRow implements TenantRegister.NewRow {

    private final Server server;
    private final Connection connection;
    private final InsertedRow inserted;
    private final ListedTenant tenant;
    private final List<ListedTenant> listed;
    private final String image;
    private boolean kept;

    private RegistryRow(
            Server server,
            Connection connection,
            InsertedRow inserted,
            ListedTenant tenant,
            List<ListedTenant> listed,
            String image) {
        this.server = server;
        this.connection = connection;
        this.inserted = inserted;
        this.tenant = tenant;
        this.listed = listed;
        this.image = image;
    }

    /**
     * @param connection holds the tenant's lock, and the transaction with the row; closed with this object
     * @param listed all tenants, this one among them
     */
    static RegistryRow inserted(
            Server server, Connection connection, InsertedRow inserted, ListedTenant tenant, List<ListedTenant> listed)
            throws SQLException {
        String question = "SELECT ROW(tenant.*)::pg_catalog.text FROM " + inserted.table() + " AS tenant WHERE "
                + named("tenant", inserted.nameColumn());
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, tenant.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new RegistryRow(server, connection, inserted, tenant, listed, row.getString(1));
            }
        }
    }

    private static String named(String alias, String nameColumn) {
        return alias + "." + Identifiers.quote(nameColumn)
                + "::pg_catalog.text OPERATOR(pg_catalog.=) ?::pg_catalog.text";
    }

    @Override
    public ListedTenant tenant() {
        return tenant;
    }

    @Override
    public List<ListedTenant> listed() {
        return listed;
    }

    @Override
    public InsertedRow inserted() {
        return inserted;
    }

    @Override
    public void keep() {
        try {
            connection.commit();
            kept = true;
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "The tenant's row in " + inserted.table() + " may or may not have been inserted (SQLSTATE "
                            + e.getSQLState() + "): " + SqlErrors.describe(e)
                            + " If it is there, setup-tenant finishes the tenant.",
                    e);
        }
    }

    @Override
    public Optional<String> remove() {
        return kept ? TenantTransaction.asRole(server, tenant.schema()).run(this::delete) : Optional.empty();
    }

    private Optional<String> delete(Connection deleting) throws SQLException {
        if (exists(
                deleting,
                "SELECT FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name",
                tenant.schema())) {
            return Optional.of("its schema is there.");
        }
        String delete = "DELETE FROM " + inserted.table() + " AS tenant WHERE " + named("tenant", inserted.nameColumn())
                + " AND ROW(tenant.*)::pg_catalog.text OPERATOR(pg_catalog.=) ?::pg_catalog.text";
        try (PreparedStatement statement = deleting.prepareStatement(delete)) {
            statement.setString(1, tenant.name());
            statement.setString(2, image);
            if (statement.executeUpdate() == 1) {
                return Optional.empty();
            }
        }
        String question =
                "SELECT FROM " + inserted.table() + " AS tenant WHERE " + named("tenant", inserted.nameColumn());
        return exists(deleting, question, tenant.name())
                ? Optional.of("somebody has changed it meanwhile. If it is not wanted, delete it by hand.")
                : Optional.empty();
    }

    private static boolean exists(Connection connection, String question, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public void close() {
        AdvisoryLock.close(connection);
    }
}
