package io.github.pgmt.postgres;

import io.github.pgmt.migration.DatabaseUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;

/** Runs reading work on a connection of its own, and makes what the work cannot mend an error of the run. */
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
        try (Connection connection = server.open("catalog")) {
            return work.on(connection);
        } catch (SQLException e) {
            throw unavailable(what, e);
        }
    }

    private DatabaseUnavailableException unavailable(String what, SQLException e) {
        return new DatabaseUnavailableException(
                "Could not read " + what + " from " + server.display() + " (SQLSTATE " + e.getSQLState() + "): "
                        + SqlErrors.describe(e)
                        + " Nothing was changed by this; run the goal again once that is mended.",
                e);
    }
}
