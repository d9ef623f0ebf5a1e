package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What decides whether a run can change anything on the server, and how well it will go. Nothing here writes to a table, or opens
 * a tenant, and a question is a few statements whatever the number of tenants.
 */
public interface ServerConditions {

    /**
     * Looks whether what the run's sessions change is kept, and whether they stay the sessions that they are.
     *
     * @throws RunRefusedException when not, with what to do
     * @throws DatabaseUnavailableException when the server does not say
     */
    void requireWritable();

    /** Which database it is. */
    DatabaseIdentity identity();

    /** The limits to the run's connections: the server's, the database's, the role's. */
    List<ConnectionLimit> connectionLimits();

    /**
     * Where extensions are, or would be: those of these names that the server has, by name.
     */
    Map<String, ExtensionPlace> placesOfExtensions(Collection<String> names);

    /**
     * The schema of an extension.
     *
     * @param schema where it is, or has to be by its own wish; empty where it would be in the first schema of the
     *     {@code search_path}
     */
    record ExtensionPlace(boolean installed, Optional<String> schema) {

        public ExtensionPlace {
            Objects.requireNonNull(schema, "schema is null");
        }
    }

    /**
     * What trouble the server itself is in, after a tenant failed as it would by that: no memory, no connection, not there. It
     * is tried on a connection of pgmt's own, where no tenant's code can claim it. To try the disk, some megabytes are written
     * to a temporary file.
     *
     * @return a sentence or two; empty where the trouble is the tenant's own, or that cannot be told
     */
    Optional<String> trouble(Failure failure);

    /** What may make tenants fail or wait, a sentence or two each: others' long transactions, tables of another role. */
    List<String> warnings(Collection<Tenant> tenants);
}
