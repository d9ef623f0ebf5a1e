package io.github.pgmt.migration.databases;

import io.github.pgmt.tenant.Database;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The databases of a run, in the order in which they are listed.
 *
 * @param <P> what is asked of one
 * @param reached those that answered
 * @param unreached those that did not
 */
public record Databases<P>(Map<DatabasePlace, P> reached, List<UnreachedDatabase> unreached) {

    public Databases {
        reached = Collections.unmodifiableMap(new LinkedHashMap<>(reached));
        unreached = List.copyOf(unreached);
    }

    /** A database beside which there is no other. */
    public static <P> Databases<P> only(Database database, P asked) {
        return new Databases<>(Map.of(DatabasePlace.only(database), asked), List.of());
    }
}
