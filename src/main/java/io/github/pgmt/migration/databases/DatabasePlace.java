package io.github.pgmt.migration.databases;

import io.github.pgmt.tenant.Database;
import java.util.Objects;

/**
 * Where a database is, and how much of it a run may take.
 *
 * @param server its host and port, the same text for all databases of one server: these share their connections and troubles
 * @param majorVersion of the server, such as 17; statements that are planned for one version are sent to no other
 * @param threads how many of its tenants are worked on at once at most
 */
public record DatabasePlace(Database database, String server, int majorVersion, int threads) {

    public DatabasePlace {
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(server, "server is null");
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads + ".");
        }
    }

    /** The only database of a run, which may have all threads of it. */
    public static DatabasePlace only(Database database) {
        return new DatabasePlace(database, "", 0, Integer.MAX_VALUE);
    }
}
