package io.github.pgmt.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements that reach the server as they are written: a quoted name may look like one of JDBC's escapes. */
final class PlainSql {

    private PlainSql() {}

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
