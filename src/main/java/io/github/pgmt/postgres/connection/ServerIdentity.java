package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.DatabaseIdentity;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;

/**
 * Which database of which server a URL leads to, whatever it calls them.
 *
 * @param started when the server did, to the microsecond
 * @param system the server's identifier, which copies of it that were restored from one backup have too; empty where the role is
 *     not told
 * @param database its oid
 * @param name the server's own for it
 * @param majorVersion of the server, such as 17
 */
public record ServerIdentity(String started, Optional<String> system, long database, String name, int majorVersion) {

    private static final String IDENTITY = """
            SELECT EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time())::pg_catalog.text,
              pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000,
              (SELECT d.oid::pg_catalog.int8 FROM pg_catalog.pg_database d
                WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()),
              pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE'),
              pg_catalog.current_database()::pg_catalog.text
            """;

    private static final String SYSTEM =
            "SELECT s.system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system() s";

    public ServerIdentity {
        Objects.requireNonNull(started, "started is null");
        Objects.requireNonNull(system, "system is null");
        Objects.requireNonNull(name, "name is null");
    }

    /** As it is the same at another time, too. */
    public DatabaseIdentity told() {
        return new DatabaseIdentity(name, system, majorVersion);
    }

    /** Whether both are of one running server. */
    public boolean isOfServer(ServerIdentity other) {
        boolean areTold = system.isPresent() && other.system.isPresent();
        return started.equals(other.started) && (!areTold || system.equals(other.system));
    }

    /** Whether both are one database. */
    public boolean isOfDatabase(ServerIdentity other) {
        return isOfServer(other) && database == other.database;
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
        String name;
        try (ResultSet row = statement.executeQuery(IDENTITY)) {
            row.next();
            started = row.getString(1);
            majorVersion = row.getInt(2);
            database = row.getLong(3);
            tellsSystem = row.getBoolean(4);
            name = row.getString(5);
        }
        Optional<String> system = tellsSystem ? Optional.of(system(statement)) : Optional.empty();
        return new ServerIdentity(started, system, database, name, majorVersion);
    }

    private static String system(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(SYSTEM)) {
            row.next();
            return row.getString(1);
        }
    }
}
