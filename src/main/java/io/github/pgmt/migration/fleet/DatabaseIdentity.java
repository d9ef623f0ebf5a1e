package io.github.pgmt.migration.fleet;

import java.util.Objects;
import java.util.Optional;

/**
 * Which database it is, wherever it is reached.
 *
 * @param name the server's own for it
 * @param system PostgreSQL's identifier of the server's data, which copies of it that were restored from one backup have too; empty
 *     where the role is not told
 * @param version the server's major version, such as 17
 */
public record DatabaseIdentity(String name, Optional<String> system, int version) {

    public DatabaseIdentity {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(system, "system is null");
    }
}
