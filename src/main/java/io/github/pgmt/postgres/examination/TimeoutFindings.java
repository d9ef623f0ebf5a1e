package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Time limits of statements and locks that somebody has set for the role or the database. pgmt sets its own; that nobody else
 * ends its sessions for being idle, or its transactions for being long, it sees to as well (see {@code StartOptions}).
 */
final class TimeoutFindings {

    /** The most special of those that are set for the role, the database, both, or all. */
    private static final String SET_ASIDE = """
            SELECT DISTINCT ON (entry.name) entry.name, entry.value,
              CASE WHEN entry.setrole <> 0 THEN 'the role' WHEN entry.setdatabase <> 0 THEN 'the database'
                ELSE 'all roles' END AS place
            FROM (
              SELECT setting.setdatabase, setting.setrole, pg_catalog.split_part(line, '=', 1) AS name,
                pg_catalog.substr(line, pg_catalog.strpos(line, '=') + 1) AS value
              FROM pg_catalog.pg_db_role_setting AS setting, pg_catalog.unnest(setting.setconfig) AS line
              WHERE setting.setdatabase IN (0, (
                  SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
                AND setting.setrole IN (0, (
                  SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))) AS entry
            WHERE entry.name IN ('statement_timeout', 'lock_timeout') AND entry.value NOT IN ('0', '')
            ORDER BY entry.name, entry.setrole <> 0 AND entry.setdatabase <> 0 DESC, entry.setrole <> 0 DESC,
              entry.setdatabase <> 0 DESC
            """;

    private TimeoutFindings() {}

    static List<Finding> read(Connection connection) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(SET_ASIDE)) {
                while (rows.next()) {
                    findings.add(setAside(rows.getString("name"), rows.getString("value"), rows.getString("place")));
                }
            }
        }
        return findings;
    }

    private static Finding setAside(String name, String value, String place) {
        String parameter = name.equals("lock_timeout") ? "lockTimeout" : "statementTimeout";
        return Finding.of(
                Severity.INFO,
                "timeouts",
                name + " is set to " + value + " for " + place + ". pgmt sets its own in its sessions instead.",
                "If it is to hold for migrations, give it to pgmt: -Dpgmt." + parameter + ".");
    }
}
