package io.github.pgmt.postgres.condition;

import io.github.pgmt.migration.fleet.ConnectionLimit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What the server says of itself, of the session and of its roles: the one place that asks, for a run's pre-flight and for the
 * doctor. The role that logs in need not be the one that works ({@code ALTER ROLE … SET role}): its are the settings and the
 * connections, the other's the rights.
 *
 * @param version as a number, {@code 180006}
 * @param versionName as people say it
 * @param role as what the session works
 * @param login as what it was opened
 * @param isSuperuser whether the role that works is one
 * @param canCreateSchemas whether that role may make schemas in this database
 * @param isStandby whether the server only follows another one
 * @param readOnlyBy where it comes from that transactions are read-only unless they say otherwise, in the words of
 *     {@code pg_settings}; empty where they can write
 * @param standardStrings {@code standard_conforming_strings}
 * @param limits how many connections the server, the database and the login allow
 * @param locks how many locks the server has room for
 */
public record ServerFacts(
        int version,
        String versionName,
        String database,
        String role,
        String login,
        boolean isSuperuser,
        boolean canCreateSchemas,
        boolean isStandby,
        Optional<String> readOnlyBy,
        boolean standardStrings,
        List<ConnectionLimit> limits,
        long locks) {

    private static final String FACTS = """
            SELECT pg_catalog.current_setting('server_version_num')::int AS version,
              pg_catalog.current_setting('server_version') AS version_name,
              pg_catalog.current_database() AS database, role.rolname AS role, session_user AS login,
              role.rolsuper AS is_superuser,
              pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS can_create_schemas,
              pg_catalog.pg_is_in_recovery() AS is_standby,
              CASE WHEN read_only.setting = 'on' THEN read_only.source END AS read_only_by,
              pg_catalog.current_setting('standard_conforming_strings')::boolean AS standard_strings,
              pg_catalog.current_setting('max_locks_per_transaction')::bigint
                * (pg_catalog.current_setting('max_connections')::bigint
                  + pg_catalog.current_setting('max_prepared_transactions')::bigint) AS locks
            FROM pg_catalog.pg_roles AS role, pg_catalog.pg_settings AS read_only
            WHERE role.rolname = current_user AND read_only.name = 'default_transaction_read_only'
            """;

    public ServerFacts {
        limits = List.copyOf(limits);
    }

    /** @param ownApplications what the names of the run's applications begin with, whose own connections do not count */
    public static ServerFacts read(Connection connection, String ownApplications) throws SQLException {
        List<ConnectionLimit> limits = ConnectionLimits.of(connection, ownApplications);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            return new ServerFacts(
                    row.getInt("version"),
                    row.getString("version_name"),
                    row.getString("database"),
                    row.getString("role"),
                    row.getString("login"),
                    row.getBoolean("is_superuser"),
                    row.getBoolean("can_create_schemas"),
                    row.getBoolean("is_standby"),
                    Optional.ofNullable(row.getString("read_only_by")),
                    row.getBoolean("standard_strings"),
                    limits,
                    row.getLong("locks"));
        }
    }
}
