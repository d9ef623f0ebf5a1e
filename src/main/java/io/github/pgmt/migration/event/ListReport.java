package io.github.pgmt.migration.event;

import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.tenant.LeftOutTenant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The tenants that a selection reaches.
 *
 * @param tenants ordered by schema
 * @param leftOut those that it does not reach, ordered by schema
 */
public record ListReport(List<TenantEntry> tenants, List<LeftOutTenant> leftOut) implements GoalReport {

    public ListReport {
        tenants = List.copyOf(tenants);
        leftOut = List.copyOf(leftOut);
    }

    /** Of tenants in any order. */
    public static ListReport ordered(List<TenantEntry> tenants, List<LeftOutTenant> leftOut) {
        return new ListReport(
                tenants.stream()
                        .sorted(Comparator.comparing(TenantEntry::schema))
                        .toList(),
                leftOut.stream()
                        .sorted(Comparator.comparing(LeftOutTenant::schema))
                        .toList());
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

    @Override
    public Optional<String> buildFailure() {
        int unread = failedSchemas().size();
        return unread == 0
                ? Optional.empty()
                : Optional.of(unread + " of " + tenants.size() + " tenants could not be looked at");
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
