package io.github.pgmt.migration.engine;

import java.util.List;
import java.util.Objects;

/**
 * What an engine runs changelogs with.
 *
 * @param liquibase Liquibase's version, {@code 4.33.0}
 * @param extensions the names of the jars that extend Liquibase, in alphabetical order
 * @param tenantHooks the classes of the user's hooks, in the order in which they are called
 */
public record EngineFacts(String liquibase, List<String> extensions, List<String> tenantHooks) {

    public EngineFacts {
        Objects.requireNonNull(liquibase, "liquibase is null");
        extensions = List.copyOf(extensions);
        tenantHooks = List.copyOf(tenantHooks);
    }
}
