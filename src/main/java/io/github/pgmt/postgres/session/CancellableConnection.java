package io.github.pgmt.postgres.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postgresql.PGConnection;

/** Connections that work for a tenant in one thread and can be ended from another. */
public final class CancellableConnection {

    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    public CancellableConnection(Connection connection) {
        connections.add(connection);
    }

    /** Another connection is ended with the first one; at once where that has been ended already. */
    void include(Connection connection) {
        connections.add(connection);
        if (cancelled) {
            cancel(connection);
        }
    }

    /** Whether the run ended them: then what their statements throw is no error of the tenant. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** The running statements are cancelled and the connections closed under them. */
    void cancel() {
        cancelled = true;
        connections.forEach(CancellableConnection::cancel);
    }

    /** Takes the connections for lost, without asking a server that does not answer. */
    void abandon() {
        connections.forEach(CancellableConnection::abort);
    }

    private static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // Without an answer the server ends the statement itself, see client_connection_check_interval.
        }
        abort(connection);
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is closed already.
        }
    }
}
