package io.github.pgmt.migration.event;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.tenant.TenantId;
import java.util.List;

/**
 * Tenants of one database that need the same, in a run that is under way.
 *
 * @param tenants at least one
 * @param due what is to be applied to each, or taken back from it, in order
 */
public record RunCohort(List<TenantId> tenants, List<ChangeSetId> due) {

    public RunCohort {
        tenants = List.copyOf(tenants);
        due = List.copyOf(due);
        if (tenants.isEmpty()) {
            throw new IllegalArgumentException("A cohort has tenants.");
        }
    }
}
