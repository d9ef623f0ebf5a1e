package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * Which database of which server a URL leads to, whatever it calls them.
 *
 * @param server the same for all databases of one running server, and for no other's: copies of a server that were restored from
 *     one backup have its system identifier too, but have not started at the same microsecond
 * @param database its oid
 * @param majorVersion of the server, such as 17
 */
public record ServerIdentity(String server, long database, int majorVersion) {

    private static final String IDENTITY = """
            SELECT EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time())::pg_catalog.text,
              pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000,
              (SELECT d.oid::pg_catalog.int8 FROM pg_catalog.pg_database d
                WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()),
              pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
            """;

    private static final String SYSTEM =
            "SELECT s.system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system() s";

    public ServerIdentity {
        Objects.requireNonNull(server, "server is null");
    }

    /** @throws DatabaseUnavailableException when the server does not say */
    public static ServerIdentity of(Server server) {
        try (Connection connection = server.openReadOnly("identity");
                Statement statement = connection.createStatement()) {
            return of(statement);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "Could not ask " + server.display() + " which database it is (SQLSTATE " + e.getSQLState() + "): "
                            + SqlErrors.describe(e),
                    e);
        }
    }

    private static ServerIdentity of(Statement statement) throws SQLException {
        String started;
        int majorVersion;
        long database;
        boolean tellsSystem;
        try (ResultSet row = statement.executeQuery(IDENTITY)) {
            row.next();
            started = row.getString(1);
            majorVersion = row.getInt(2);
            database = row.getLong(3);
            tellsSystem = row.getBoolean(4);
        }
        return new ServerIdentity(started + (tellsSystem ? " " + system(statement) : ""), database, majorVersion);
    }

    private static String system(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(SYSTEM)) {
            row.next();
            return row.getString(1);
        }
    }
}
