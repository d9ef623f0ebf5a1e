package io.github.pgmt.postgres.condition;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the server says of itself and of the role, in one statement.
 *
 * @param version as a number, {@code 180006}
 * @param versionName as people say it
 * @param canCreateSchemas whether the role may make schemas in this database
 * @param isStandby whether it only follows another server
 * @param readsOnly whether transactions of the role are read-only where they do not say otherwise
 * @param standardStrings {@code standard_conforming_strings}
 * @param freeConnections how many more sessions of the role the server, the database and the role allow, without ours
 * @param locks how many locks the server has room for
 */
public record ServerFacts(
        int version,
        String versionName,
        String database,
        String role,
        boolean isSuperuser,
        boolean canCreateSchemas,
        boolean isStandby,
        boolean readsOnly,
        boolean standardStrings,
        int freeConnections,
        long locks) {

    /** Who has {@code reserved_connections} (from PostgreSQL 16 on) for himself may be somebody else. Superusers know no limit but the server's. */
    private static final String FACTS = """
            WITH setting AS (
              SELECT pg_catalog.current_setting('max_connections')::int AS connections,
                pg_catalog.current_setting('superuser_reserved_connections')::int
                  + coalesce(pg_catalog.current_setting('reserved_connections', true)::int, 0) AS reserved,
                pg_catalog.current_setting('max_locks_per_transaction')::bigint AS locks,
                pg_catalog.current_setting('max_prepared_transactions')::bigint AS prepared),
            session AS MATERIALIZED (
              SELECT activity.usesysid, activity.datid FROM pg_catalog.pg_stat_activity AS activity
              WHERE activity.usesysid IS NOT NULL AND activity.pid <> pg_catalog.pg_backend_pid()
                AND (activity.backend_type IS NULL OR activity.backend_type = 'client backend'))
            SELECT pg_catalog.current_setting('server_version_num')::int AS version,
              pg_catalog.current_setting('server_version') AS version_name,
              database.datname AS database, role.rolname AS role, role.rolsuper AS is_superuser,
              pg_catalog.has_database_privilege(database.oid, 'CREATE') AS can_create_schemas,
              pg_catalog.pg_is_in_recovery() AS is_standby,
              pg_catalog.current_setting('default_transaction_read_only')::boolean AS reads_only,
              pg_catalog.current_setting('standard_conforming_strings')::boolean AS standard_strings,
              least(
                setting.connections - (SELECT count(*) FROM session)
                  - CASE WHEN role.rolsuper THEN 0 ELSE setting.reserved END,
                CASE WHEN role.rolconnlimit >= 0 AND NOT role.rolsuper THEN role.rolconnlimit
                  - (SELECT count(*) FROM session WHERE session.usesysid = role.oid) END,
                CASE WHEN database.datconnlimit >= 0 AND NOT role.rolsuper THEN database.datconnlimit
                  - (SELECT count(*) FROM session WHERE session.datid = database.oid) END) AS free_connections,
              setting.locks * (setting.connections + setting.prepared) AS locks
            FROM setting, pg_catalog.pg_database AS database, pg_catalog.pg_roles AS role
            WHERE database.datname = pg_catalog.current_database() AND role.rolname = current_user
            """;

    public static ServerFacts read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            return new ServerFacts(
                    row.getInt("version"),
                    row.getString("version_name"),
                    row.getString("database"),
                    row.getString("role"),
                    row.getBoolean("is_superuser"),
                    row.getBoolean("can_create_schemas"),
                    row.getBoolean("is_standby"),
                    row.getBoolean("reads_only"),
                    row.getBoolean("standard_strings"),
                    row.getInt("free_connections"),
                    row.getLong("locks"));
        }
    }
}
