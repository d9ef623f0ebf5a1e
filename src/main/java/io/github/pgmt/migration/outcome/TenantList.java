package io.github.pgmt.migration.outcome;

import io.github.pgmt.tenant.LeftOutTenant;
import java.util.Comparator;
import java.util.List;

/**
 * What came of looking at the tenants, to be made a {@code ListReport}.
 *
 * @param tenants ordered by schema
 * @param leftOut ordered by schema
 */
public record TenantList(List<TenantEntry> tenants, List<LeftOutTenant> leftOut) {

    /** Of a run that came to no tenant. */
    public static final TenantList NONE = new TenantList(List.of(), List.of());

    public TenantList {
        tenants = tenants.stream()
                .sorted(Comparator.comparing(TenantEntry::schema))
                .toList();
        leftOut = leftOut.stream()
                .sorted(Comparator.comparing(LeftOutTenant::schema))
                .toList();
    }
}
