package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads what the server locks tables for, many in one statement. A migration that wants one of these and has another would be in
 * a deadlock with a reader that waited, and whom the server ends is whoever looks first, after {@code deadlock_timeout} (a second).
 * So the reader is the one to give way, long before that. Rows come bit by bit, so that nobody's are too many for the memory.
 */
final class YieldingReads {

    private static final int ROWS_AT_ONCE = 100;

    private YieldingReads() {}

    /** Fills in what the statement is about. */
    interface Parameters {

        void set(PreparedStatement statement) throws SQLException;
    }

    /** @param connection in autocommit mode, which it is in afterwards */
    static void forEach(Connection connection, String sql, Parameters parameters, SchemaRows.Row reading)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            PlainSql.execute(connection, "SET LOCAL lock_timeout = 50");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(ROWS_AT_ONCE);
                parameters.set(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        reading.read(rows);
                    }
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
