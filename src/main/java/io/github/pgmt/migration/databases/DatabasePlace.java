package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.fleet.ConnectionNeed;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.tenant.Database;
import java.util.List;
import java.util.Map;
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

    /**
     * The connections that a run may need in this database, and on the server for all databases of it.
     *
     * @param atWork on how many tenants it works at once, at most, in each of its databases
     * @param threads on how many in all
     */
    public ConnectionNeeds needs(Map<DatabasePlace, Integer> atWork, int threads) {
        List<Integer> onServer = atWork.entrySet().stream()
                .filter(other -> other.getKey().server().equals(server))
                .map(Map.Entry::getValue)
                .toList();
        int together = onServer.stream().mapToInt(Integer::intValue).sum();
        return new ConnectionNeeds(
                new ConnectionNeed(Math.min(threads, together), onServer.size()), new ConnectionNeed(atWork.get(this)));
    }

    /** The only database of a run, which may have all threads of it. */
    public static DatabasePlace only(Database database) {
        return new DatabasePlace(database, "", 0, Integer.MAX_VALUE);
    }
}
