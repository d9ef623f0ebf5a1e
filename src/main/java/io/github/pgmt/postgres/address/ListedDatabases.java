package io.github.pgmt.postgres.address;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The databases that the user lists, in the order of the list.
 *
 * @param where they are listed, for messages: {@code -Dpgmt.databasesFile=databases.txt}
 */
public record ListedDatabases(String where, List<ListedDatabase> all) {

    /** @throws RunRefusedException when there are none, or two cannot be told apart by their names */
    public ListedDatabases {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new RunRefusedException(where
                    + " lists no database. A run needs at least one; without a list, -Dpgmt.url is the only one.");
        }
        Map<String, String> variables = new HashMap<>();
        for (ListedDatabase database : all) {
            String other = variables.put(database.variable("PGMT_PASSWORD"), database.name());
            if (other != null) {
                throw new RunRefusedException(where + alike(other, database));
            }
        }
    }

    private static String alike(String other, ListedDatabase database) {
        return other.equals(database.name())
                ? " has two databases named " + other + ". Give one of them another name."
                : ": the databases " + other + " and " + database.name() + " would both have the password of "
                        + database.variable("PGMT_PASSWORD") + ". Give one of them another name.";
    }
}
