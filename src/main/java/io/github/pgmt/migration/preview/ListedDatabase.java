package io.github.pgmt.migration.preview;

import java.util.Objects;
import java.util.Optional;

/**
 * One of several databases, for which a part of a preview is.
 *
 * @param name as it is listed
 * @param database the server's own name for it
 * @param system PostgreSQL's identifier of the server's data; empty where the role is not told
 */
public record ListedDatabase(String name, String database, Optional<String> system) {

    public ListedDatabase {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(system, "system is null");
    }
}
