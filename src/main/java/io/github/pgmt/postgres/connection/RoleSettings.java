package io.github.pgmt.postgres.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the role's sessions begin with, for triggers of the application's in a transaction of pgmt's: what they name without a
 * schema is found where it is in the application's own sessions, and not in a tenant's.
 */
public record RoleSettings(String searchPath, String rowSecurity) {

    /** @param connection see {@link Server#openAsRole} */
    public static RoleSettings of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.current_setting('search_path'), "
                        + "pg_catalog.current_setting('row_security')")) {
            row.next();
            return new RoleSettings(row.getString(1), row.getString(2));
        }
    }

    /** From now on they hold in the connection's transaction. */
    public void set(Connection transaction) throws SQLException {
        String setting = "SELECT pg_catalog.set_config('search_path', ?::pg_catalog.text, true), "
                + "pg_catalog.set_config('row_security', ?::pg_catalog.text, true)";
        try (PreparedStatement statement = transaction.prepareStatement(setting)) {
            statement.setString(1, searchPath);
            statement.setString(2, rowSecurity);
            statement.execute();
        }
    }
}
