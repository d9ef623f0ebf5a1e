package io.github.pgmt.postgres.condition;

import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many connections the session's role may have (PostgreSQL, "Connections and Authentication", {@code CREATE ROLE},
 * {@code CREATE DATABASE}). A superuser may have all that there are.
 */
final class ConnectionLimits {

    /**
     * Of others' sessions a role without {@code pg_read_all_stats} is told whose they are, and not what kind of process. The
     * reserve for members of {@code pg_use_reserved_connections} is there from PostgreSQL 16 on.
     */
    private static final String QUESTION = """
            WITH other AS (
                SELECT usename, datname FROM pg_catalog.pg_stat_activity
                WHERE usename IS NOT NULL AND COALESCE(backend_type, 'client backend') = 'client backend'
                AND NOT pg_catalog.starts_with(application_name, ?))
            SELECT pg_catalog.current_setting('max_connections')::int,
                pg_catalog.current_setting('superuser_reserved_connections')::int
                    + CASE WHEN (SELECT pg_catalog.pg_has_role(session_user, oid, 'USAGE')
                        FROM pg_catalog.pg_roles WHERE rolname = 'pg_use_reserved_connections') THEN 0
                    ELSE COALESCE(pg_catalog.current_setting('reserved_connections', true)::int, 0) END,
                (SELECT pg_catalog.count(*) FROM other),
                r.rolsuper, r.rolname, r.rolconnlimit,
                (SELECT pg_catalog.count(*) FROM other WHERE usename = r.rolname),
                d.datname, d.datconnlimit,
                (SELECT pg_catalog.count(*) FROM other WHERE datname = d.datname)
            FROM pg_catalog.pg_roles r, pg_catalog.pg_database d
            WHERE r.rolname = session_user AND d.datname = pg_catalog.current_database()
            """;

    private ConnectionLimits() {}

    /** @param ownApplications what the names of the run's applications begin with, whose own connections do not count */
    static List<ConnectionLimit> of(Connection connection, String ownApplications) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUESTION)) {
            statement.setString(1, ownApplications);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return limits(row);
            }
        }
    }

    private static List<ConnectionLimit> limits(ResultSet row) throws SQLException {
        boolean superuser = row.getBoolean(4);
        List<ConnectionLimit> limits = new ArrayList<>();
        limits.add(ofServer(row.getInt(1), superuser ? 0 : row.getInt(2), row.getInt(3)));
        if (!superuser && row.getInt(6) >= 0) {
            limits.add(ofObject("role", "ROLE", row.getString(5), row.getInt(6), row.getInt(7)));
        }
        if (!superuser && row.getInt(9) >= 0) {
            limits.add(ofObject("database", "DATABASE", row.getString(8), row.getInt(9), row.getInt(10)));
        }
        return limits;
    }

    private static ConnectionLimit ofServer(int connections, int reserved, int taken) {
        String reserve = reserved == 0 ? "" : ", of which " + reserved + " are reserved for others";
        return new ConnectionLimit(
                "The server (max_connections is " + connections + reserve + ")",
                connections - reserved,
                taken,
                "max_connections, which takes a restart of the server.",
                false);
    }

    private static ConnectionLimit ofObject(String kind, String keyword, String name, int limit, int taken) {
        return new ConnectionLimit(
                "The " + kind + " \"" + name + "\" (CONNECTION LIMIT " + limit + ")",
                limit,
                taken,
                "ALTER " + keyword + " " + Identifiers.quote(name) + " CONNECTION LIMIT …;",
                kind.equals("database"));
    }
}
