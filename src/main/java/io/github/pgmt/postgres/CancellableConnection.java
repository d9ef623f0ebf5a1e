package io.github.pgmt.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** A connection that works for a tenant in one thread and can be ended from another. */
final class CancellableConnection {

    private final Connection connection;
    private volatile boolean cancelled;

    CancellableConnection(Connection connection) {
        this.connection = connection;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The running statement is cancelled and the connection closed under it. */
    void cancel() {
        cancelled = true;
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // Without an answer the server ends the statement itself, see client_connection_check_interval.
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is closed already.
        }
    }
}
