package io.github.pgmt.postgres.connection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements that reach the server as they are written: a quoted name may look like one of JDBC's escapes. */
public final class PlainSql {

    private PlainSql() {}

    /** What reads the rows of one of several statements. */
    public interface Rows {
        void read(ResultSet rows) throws SQLException;
    }

    /** Sends a text of one or several statements; rows that come back are passed over. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Sends a text of several statements, and reads what has rows, in their order. */
    public static void query(Connection connection, String sql, Rows reading) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean hasRows = statement.execute(sql);
            while (hasRows || statement.getUpdateCount() != -1) {
                if (hasRows) {
                    reading.read(statement.getResultSet());
                }
                hasRows = statement.getMoreResults();
            }
        }
    }
}
