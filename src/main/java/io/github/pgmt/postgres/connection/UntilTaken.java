package io.github.pgmt.postgres.connection;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done with a new connection before somebody has it who closes it. Whatever is thrown meanwhile, want of memory too,
 * the connection does not stay open: where each tenant left one behind, the server would soon have none left.
 */
public final class UntilTaken {

    private UntilTaken() {}

    /** The work's result; what it throws is thrown on, and then the connection is closed. */
    public static <T> T on(Connection connection, CatalogReader.Work<T> work) throws SQLException {
        try {
            return work.on(connection);
        } catch (Throwable e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    /** Closes it after something else that is to be told. */
    public static void closeAfter(Throwable thrown, AutoCloseable connection) {
        try {
            connection.close();
        } catch (Throwable e) {
            thrown.addSuppressed(e);
        }
    }
}
