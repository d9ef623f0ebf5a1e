package io.github.pgmt.postgres.replay;

import io.github.pgmt.postgres.activity.BlockerWatch;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.UntilTaken;
import io.github.pgmt.postgres.session.CancellableConnection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Connections for replays, used again while they are good for it. */
public final class ReplayPool {

    private final Server server;
    private final Set<CancellableConnection> open;
    private final BlockerWatch watch;
    private final Deque<ReplayConnection> idle = new ArrayDeque<>();

    /** @param open gets the connections that are in use, so that they can be ended from another thread */
    public ReplayPool(Server server, Set<CancellableConnection> open, BlockerWatch watch) {
        this.server = server;
        this.open = open;
        this.watch = watch;
    }

    /** A clean connection. */
    public ReplayConnection take() throws SQLException {
        ReplayConnection free = poll();
        ReplayConnection connection = free == null ? open() : free;
        try {
            open.add(connection.running());
            watch.begin(connection.pid());
            return connection;
        } catch (Throwable e) {
            open.remove(connection.running());
            UntilTaken.closeAfter(e, connection::close);
            throw e;
        }
    }

    private ReplayConnection open() throws SQLException {
        return UntilTaken.on(server.openForMessages("replay"), connection -> {
            ReplayConnection opened = new ReplayConnection(connection);
            server.leavePreparation(connection);
            return opened;
        });
    }

    private synchronized ReplayConnection poll() {
        return idle.poll();
    }

    /** @param clean nothing is left in its session of what was done over it */
    public void giveBack(ReplayConnection connection, boolean clean) {
        open.remove(connection.running());
        watch.end(connection.pid());
        if (clean && isUsable(connection)) {
            synchronized (this) {
                idle.push(connection);
            }
        } else {
            connection.close();
        }
    }

    private static boolean isUsable(ReplayConnection connection) {
        try {
            return connection.isUsable();
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Closes one that is not in use: whoever replayed with it works with two others now, and at any time a worker has no more
     * than two.
     */
    void makeRoom() {
        ReplayConnection free = poll();
        if (free != null) {
            free.close();
        }
    }

    /** Closes those that are not in use. */
    synchronized void close() {
        idle.forEach(ReplayConnection::close);
        idle.clear();
    }
}
