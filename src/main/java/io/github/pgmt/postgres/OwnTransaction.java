package io.github.pgmt.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction that is taken back when its work is done, on a connection that is in autocommit mode before and after. */
final class OwnTransaction {

    private OwnTransaction() {}

    /** The work's result; what it throws is thrown on, be the connection fit for the end or not. */
    static <T, E extends Exception> T takenBack(Connection connection, OwnPath.Work<T, E> work) throws E, SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.run();
        } catch (Throwable e) {
            endAfter(e, connection);
            throw e;
        }
        end(connection);
        return result;
    }

    private static void end(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private static void endAfter(Throwable thrown, Connection connection) {
        try {
            end(connection);
        } catch (SQLException e) {
            thrown.addSuppressed(e);
        }
    }
}
