package io.github.pgmt.migration.event;

import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.tenant.LeftOutTenant;
import java.util.Comparator;
import java.util.List;

/**
 * The tenants that a selection reaches.
 *
 * @param tenants ordered by schema
 * @param leftOut those that it does not reach, ordered by schema
 */
public record ListReport(List<TenantEntry> tenants, List<LeftOutTenant> leftOut) implements LookReport {

    public ListReport {
        tenants = List.copyOf(tenants);
        leftOut = List.copyOf(leftOut);
    }

    /** Of tenants in any order. */
    public static ListReport ordered(List<TenantEntry> tenants, List<LeftOutTenant> leftOut) {
        return new ListReport(
                tenants.stream().sorted(Comparator.comparing(TenantEntry::id)).toList(),
                leftOut.stream().sorted(Comparator.comparing(LeftOutTenant::id)).toList());
    }

    /** How many tables all tenants together have. */
    public long tables() {
        return tenants.stream().mapToLong(TenantEntry::tables).sum();
    }

    /** Whether there are tenants on other servers than the database's own. */
    public boolean hasNodes() {
        return tenants.stream().anyMatch(tenant -> tenant.node().isPresent());
    }

    /** How many bytes all tenants together have on disk. */
    public long bytes() {
        return tenants.stream().mapToLong(TenantEntry::bytes).sum();
    }
}
