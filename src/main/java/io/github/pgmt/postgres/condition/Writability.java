package io.github.pgmt.postgres.condition;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether transactions can write: not on a hot standby, and not where they are read-only unless told otherwise. */
final class Writability {

    private static final String QUESTION = """
            SELECT pg_catalog.pg_is_in_recovery(), s.setting = 'on', s.source, session_user,
                pg_catalog.current_database()
            FROM pg_catalog.pg_settings s WHERE s.name = 'default_transaction_read_only'
            """;

    private static final String STANDBY = "The server is a hot standby, which nobody can write to "
            + "(pg_is_in_recovery() is true). Connect to the primary; where -Dpgmt.url names several hosts, add "
            + "targetServerType=primary to it. status and list-tenants work on a standby. Nothing was changed.";

    private Writability() {}

    /** @throws RunRefusedException when they cannot, with why */
    static void require(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            if (row.getBoolean(1)) {
                throw new RunRefusedException(STANDBY);
            }
            if (row.getBoolean(2)) {
                throw readOnly(row.getString(3), row.getString(4), row.getString(5));
            }
        }
    }

    /**
     * @param source where the value comes from, in the words of {@code pg_settings}
     */
    private static RunRefusedException readOnly(String source, String role, String database) {
        String ofRole = "ALTER ROLE " + Identifiers.quote(role);
        String ofDatabase = "ALTER DATABASE " + Identifiers.quote(database);
        return switch (source) {
            case "user" -> readOnly("for the role \"" + role + "\"", ofRole + set());
            case "database" -> readOnly("for the database \"" + database + "\"", ofDatabase + set());
            case "database user" ->
                readOnly(
                        "for the role \"" + role + "\" in the database \"" + database + "\"",
                        ofRole + " IN DATABASE " + Identifiers.quote(database) + set());
            case "client" ->
                new RunRefusedException("-Dpgmt.url sets default_transaction_read_only=on, so the run could change "
                        + "nothing. Take that out of the URL. Nothing was changed.");
            default ->
                readOnly(
                        "for the whole server (some providers do so when its disk is full)",
                        "ALTER SYSTEM" + set() + " SELECT pg_reload_conf();");
        };
    }

    private static String set() {
        return " SET default_transaction_read_only = off;";
    }

    private static RunRefusedException readOnly(String where, String remedy) {
        return new RunRefusedException("default_transaction_read_only is on " + where
                + ", so the run could change nothing. If that is not meant for the role that migrates: "
                + "SET default_transaction_read_only = off; " + remedy
                + " (the first statement lets the session itself write). For this run alone, add options=-c%20default_transaction_read_only=off to -Dpgmt.url. "
                + "status and list-tenants work as it is. Nothing was changed.");
    }
}
