package io.github.pgmt.migration.event;

import java.util.Objects;
import java.util.Optional;

/**
 * One of the databases that are listed for a run.
 *
 * @param name as it is listed
 * @param url its JDBC URL without secrets
 * @param error why the run could not go on in it; empty when only its tenants failed
 */
public record RunDatabase(String name, String url, Optional<String> error) {

    public RunDatabase {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(url, "url is null");
        Objects.requireNonNull(error, "error is null");
    }

    /** Whether a tenant of that name is in it, or it is meant as a whole. */
    boolean has(String tenant) {
        return tenant.equals(name) || tenant.startsWith(name + "/");
    }
}
