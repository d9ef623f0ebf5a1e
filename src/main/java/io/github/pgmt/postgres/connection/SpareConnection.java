package io.github.pgmt.postgres.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * The connection of a look, kept for the next one: a session that begins knows nothing of the catalog, and to find that out
 * takes the server longer than most looks. It is an own session that only reads. Whoever opens a connection for something
 * else has it closed first, so that a run never has more connections by it. For several threads.
 */
public final class SpareConnection implements AutoCloseable {

    private boolean kept;
    private Connection idle;

    SpareConnection() {}

    /** From now on one is kept, until this is closed. */
    synchronized SpareConnection keep() {
        kept = true;
        return this;
    }

    /** The one that is kept, if there is one; who takes it gives it back or closes it. */
    synchronized Optional<Connection> take() {
        Optional<Connection> taken = Optional.ofNullable(idle);
        idle = null;
        return taken;
    }

    /** Keeps it, unless there is one already, or something was left in its session. */
    void giveBack(Connection connection) throws SQLException {
        if (!isKept(connection)) {
            connection.close();
        }
    }

    private synchronized boolean isKept(Connection connection) throws SQLException {
        boolean fit = kept && idle == null && isClean(connection);
        if (fit) {
            idle = connection;
        }
        return fit;
    }

    private static boolean isClean(Connection connection) throws SQLException {
        return !connection.isClosed()
                && connection.getAutoCommit()
                && connection.isReadOnly()
                && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }

    /** Closes the one that is kept. Never throws. */
    void drop() {
        take().ifPresent(connection -> {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is gone, and nothing was going on there.
            }
        });
    }

    @Override
    public void close() {
        synchronized (this) {
            kept = false;
        }
        drop();
    }
}
