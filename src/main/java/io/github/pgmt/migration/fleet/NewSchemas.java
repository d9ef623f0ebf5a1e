package io.github.pgmt.migration.fleet;

import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The schemas that a run makes: what is there before, which are the run's, and how they go again. */
public interface NewSchemas {

    /** The names of all schemas in the database, PostgreSQL's own among them. */
    Set<String> existing();

    /** Those of the roles that do not exist, in their order. */
    Collection<String> missingRoles(Collection<String> roles);

    /** Whether a session of this run created the tenant's schema and it was not removed again. */
    boolean isCreated(Tenant tenant);

    /**
     * Removes a tenant's schema that this run created, if nobody else has worked in it: every row of its history is of this run,
     * and nothing outside it depends on it.
     *
     * @return why it stays; empty when it is gone
     */
    Optional<String> remove(Tenant tenant);
}
