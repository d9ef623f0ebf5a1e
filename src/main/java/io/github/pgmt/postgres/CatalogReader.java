package io.github.pgmt.postgres;

import io.github.pgmt.migration.DatabaseUnavailableException;
import io.github.pgmt.migration.Obstacle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Runs reading work on a connection of its own, once more if that is lost, and makes what that cannot mend an error of the run. */
final class CatalogReader {

    /** Work that reads; an exception of its own making ends the run. */
    interface Work<T> {

        T on(Connection connection) throws SQLException;
    }

    private final Server server;

    CatalogReader(Server server) {
        this.server = server;
    }

    /**
     * @param what what is read, as the end of "Could not read …"
     * @throws DatabaseUnavailableException when the work fails
     */
    <T> T read(String what, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = server.open("catalog")) {
                return work.on(connection);
            } catch (SQLException e) {
                if (attempt > server.timeouts().connectRetries() || !isUnreachable(e)) {
                    throw unavailable(what, e);
                }
                LockSupport.parkNanos(pauseAfter(attempt).toNanos());
            }
        }
    }

    private static boolean isUnreachable(SQLException e) {
        return SqlErrors.obstacle(e)
                .filter(obstacle -> obstacle.kind() == Obstacle.Kind.UNREACHABLE)
                .isPresent();
    }

    private static Duration pauseAfter(int attempt) {
        return Duration.ofMillis(500L << Math.min(attempt, 6));
    }

    private DatabaseUnavailableException unavailable(String what, SQLException e) {
        return new DatabaseUnavailableException(
                "Could not read " + what + " from " + server.display() + " (SQLSTATE " + e.getSQLState() + "): "
                        + SqlErrors.describe(e)
                        + " Nothing was changed by this; run the goal again once that is mended.",
                e);
    }
}
