package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Runs reading work on a connection of its own, once more if that is lost, and makes what that cannot mend an error of the run. */
public final class CatalogReader {

    /** Work that reads, perhaps begun anew if its connection is lost; an exception of its own making ends the run. */
    public interface Work<T> {

        T on(Connection connection) throws SQLException;
    }

    /** Work that reads on several connections. */
    public interface WorkOfMany<T> {

        T on(Readers readers) throws SQLException;
    }

    private final Server server;
    private final int connections;
    private final List<String> off;
    private final Readers.Opening opening;
    private final boolean usesSpare;

    /** A reader of what is small: on one connection, the one that was kept if there is one ({@link SpareConnection}). */
    public CatalogReader(Server server) {
        this(server, 1, List.of());
    }

    /** A reader whose transactions could write, for asking the server what they may. */
    public static CatalogReader ofWriter(Server server) {
        return new CatalogReader(server, 1, List.of(), () -> server.open("catalog"), false);
    }

    /** A reader with the role's own settings; see {@link OwnPath}. */
    public static CatalogReader asRole(Server server) {
        return new CatalogReader(server, 1, List.of(), () -> server.openAsRole("catalog"), false);
    }

    /**
     * A reader of what is large.
     *
     * @param connections how many may read at once
     * @param off settings of PostgreSQL's that are off while it reads
     */
    public CatalogReader(Server server, int connections, List<String> off) {
        this(server, connections, off, () -> server.openReadOnly("catalog"), true);
    }

    private CatalogReader(
            Server server, int connections, List<String> off, Readers.Opening opening, boolean usesSpare) {
        this.server = server;
        this.connections = connections;
        this.off = List.copyOf(off);
        this.opening = opening;
        this.usesSpare = usesSpare;
    }

    /**
     * @param what what is read, as the end of "Could not read …"
     * @throws DatabaseUnavailableException when the work fails
     */
    public <T> T read(String what, Work<T> work) {
        Optional<Connection> spare = usesSpare ? server.spare().take() : Optional.empty();
        if (spare.isPresent()) {
            try {
                return readOn(UntilTaken.on(spare.get(), this::set), work);
            } catch (SQLException e) {
                // It may have been lost since the last look, which says nothing of a new one.
                if (!SqlErrors.isConnectionLost(e) || isOfTheUrl(e)) {
                    throw unavailable(what, e);
                }
            }
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return readOn(open(), work);
            } catch (SQLException e) {
                if (attempt > server.timeouts().connectRetries() || !isUnreachable(e) || isOfTheUrl(e)) {
                    throw unavailable(what, e);
                }
                LockSupport.parkNanos(pauseAfter(attempt).toNanos());
            }
        }
    }

    private <T> T readOn(Connection connection, Work<T> work) throws SQLException {
        boolean done = false;
        try {
            T result = work.on(connection);
            done = true;
            return result;
        } finally {
            if (done && usesSpare) {
                giveBack(connection);
            } else {
                connection.close();
            }
        }
    }

    private void giveBack(Connection connection) throws SQLException {
        try {
            execute(connection, "RESET %s");
        } catch (SQLException e) {
            // What was read is read.
            connection.close();
            return;
        }
        server.spare().giveBack(connection);
    }

    /** The same for work that has parts. */
    public <T> T readTogether(String what, WorkOfMany<T> work) {
        return read(what, connection -> work.on(new Readers(connection, this::open, connections)));
    }

    private Connection open() throws SQLException {
        return UntilTaken.on(opening.open(), this::set);
    }

    private Connection set(Connection connection) throws SQLException {
        execute(connection, "SET %s = off");
        return connection;
    }

    private void execute(Connection connection, String form) throws SQLException {
        if (!off.isEmpty()) {
            PlainSql.execute(connection, off.stream().map(form::formatted).collect(Collectors.joining("; ")));
        }
    }

    private static boolean isUnreachable(SQLException e) {
        return SqlErrors.obstacle(e)
                .filter(obstacle -> obstacle.kind() == Obstacle.Kind.UNREACHABLE)
                .isPresent();
    }

    private boolean isOfTheUrl(SQLException e) {
        return server.limits().exceeded(e).isPresent();
    }

    private static Duration pauseAfter(int attempt) {
        return Duration.ofMillis(500L << Math.min(attempt, 6));
    }

    private DatabaseUnavailableException unavailable(String what, SQLException e) {
        return new DatabaseUnavailableException(
                "Could not read " + what + " from " + server.display() + " (SQLSTATE " + e.getSQLState() + "): "
                        + SqlErrors.describe(e)
                        + server.limits().exceeded(e).map(" "::concat).orElse("")
                        + " Nothing was changed by this; run the goal again once that is mended.",
                e);
    }
}
