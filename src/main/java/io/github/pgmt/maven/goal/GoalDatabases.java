package io.github.pgmt.maven.goal;

import io.github.pgmt.migration.databases.UnreachedDatabase;
import io.github.pgmt.migration.event.RunDatabase;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.tenant.Database;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The databases that a goal works in, as the console and the reports name them.
 *
 * @param unreached those of them that did not answer
 */
record GoalDatabases(List<DatabaseAddress> addresses, List<UnreachedDatabase> unreached) {

    /** Before the goal has found out. */
    static final GoalDatabases NOT_KNOWN = new GoalDatabases(List.of(), List.of());

    /** How many databases the console names in one line. */
    private static final int NAMED = 4;

    GoalDatabases {
        addresses = List.copyOf(addresses);
        unreached = List.copyOf(unreached);
    }

    /** The same, of which these did not answer. */
    GoalDatabases without(List<UnreachedDatabase> silent) {
        return new GoalDatabases(addresses, silent);
    }

    /** The database of a run that has no list of them. */
    Optional<DatabaseAddress> only() {
        return addresses.stream().filter(address -> !address.home().isListed()).findFirst();
    }

    /**
     * Those that are listed; empty where there is no list.
     *
     * @param shown takes secrets out of messages
     */
    List<RunDatabase> listed(UnaryOperator<String> shown) {
        return addresses.stream()
                .map(DatabaseAddress::home)
                .filter(Database::isListed)
                .map(database -> new RunDatabase(
                        database.name(), database.url(), whyUnreached(database).map(shown)))
                .toList();
    }

    private Optional<String> whyUnreached(Database database) {
        return unreached.stream()
                .filter(lost -> lost.database().equals(database))
                .map(lost -> lost.failure().message())
                .findFirst();
    }

    /** The database's URL, or that there are several. */
    String shown() {
        return only().map(DatabaseAddress::display).orElseGet(() -> {
            String names =
                    addresses.stream().limit(NAMED).map(DatabaseAddress::name).collect(Collectors.joining(", "));
            return addresses.size() + (addresses.size() == 1 ? " database" : " databases") + " (" + names
                    + (addresses.size() > NAMED ? ", \u2026)" : ")");
        });
    }
}
