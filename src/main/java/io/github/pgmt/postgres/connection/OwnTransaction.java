package io.github.pgmt.postgres.connection;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction that is taken back when its work is done, on a connection without an open one, whose autocommit mode stays. */
public final class OwnTransaction {

    private OwnTransaction() {}

    /** The work's result; what it throws is thrown on, be the connection fit for the end or not. */
    public static <T, E extends Exception> T takenBack(Connection connection, OwnPath.Work<T, E> work)
            throws E, SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.run();
        } catch (Throwable e) {
            endAfter(e, connection, autoCommit);
            throw e;
        }
        end(connection, autoCommit);
        return result;
    }

    private static void end(Connection connection, boolean autoCommit) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
    }

    private static void endAfter(Throwable thrown, Connection connection, boolean autoCommit) {
        try {
            end(connection, autoCommit);
        } catch (SQLException e) {
            thrown.addSuppressed(e);
        }
    }
}
