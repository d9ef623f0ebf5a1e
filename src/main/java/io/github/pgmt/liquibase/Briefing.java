package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.tenant.Tenant;
import java.util.Optional;
import java.util.Set;

/**
 * What is special about a tenant's next update.
 *
 * @param notes is told of preconditions; of most tenants nobody asks for them
 * @param done changesets that the run has done in the tenant already
 */
record Briefing(Tenant tenant, Optional<NotedPreconditions> notes, Set<ChangeSetId> done) {

    Briefing {
        done = Set.copyOf(done);
    }

    /** Nothing is. */
    static Briefing none(Tenant tenant) {
        return new Briefing(tenant, Optional.empty(), Set.of());
    }
}
