package io.github.pgmt.migration.event;

import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.tenant.LeftOutTenant;
import java.util.List;
import java.util.Objects;

/**
 * A finished list of the tenants that a selection reaches.
 *
 * @param tenants ordered by schema
 * @param leftOut those that it does not reach, ordered by schema
 */
public record ListReport(RunHead head, List<TenantEntry> tenants, List<LeftOutTenant> leftOut) implements RunReport {

    public ListReport {
        Objects.requireNonNull(head, "head is null");
        tenants = List.copyOf(tenants);
        leftOut = List.copyOf(leftOut);
    }

    @Override
    public int tenantCount() {
        return tenants.size();
    }

    @Override
    public List<String> failedSchemas() {
        return tenants.stream()
                .filter(tenant -> tenant.state().isUnread())
                .map(TenantEntry::schema)
                .toList();
    }

    /** How many tenants are in this state. */
    public int count(State state) {
        return (int) tenants.stream().filter(tenant -> tenant.state() == state).count();
    }

    /** How many tables all tenants together have. */
    public long tables() {
        return tenants.stream().mapToLong(TenantEntry::tables).sum();
    }

    /** How many bytes all tenants together have on disk. */
    public long bytes() {
        return tenants.stream().mapToLong(TenantEntry::bytes).sum();
    }
}
