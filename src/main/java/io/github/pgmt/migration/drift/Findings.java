package io.github.pgmt.migration.drift;

import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.outcome.DriftGroup;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What is found out of all tenants, bit by bit. */
final class Findings {

    private final List<DriftGroup> groups = new ArrayList<>();
    private final List<DriftVariant> variants = new ArrayList<>();
    private final List<TenantDrift> tenants = new ArrayList<>();

    void add(DriftGroup group) {
        groups.add(group);
    }

    void add(DriftVariant variant) {
        variants.add(variant);
    }

    void add(TenantDrift tenant) {
        tenants.add(tenant);
    }

    /** Tenants that were not compared, and why. */
    void add(TenantDrift.State state, Map<Tenant, String> reasons) {
        reasons.forEach((tenant, reason) -> add(TenantDrift.without(tenant.id(), state, reason)));
    }

    /** The next group's place. */
    int nextGroup() {
        return groups.size();
    }

    DriftReport report(boolean failOnDrift) {
        variants.sort(Comparator.comparingInt(DriftVariant::group)
                .thenComparing(Comparator.comparingInt(
                                (DriftVariant variant) -> variant.tenants().size())
                        .reversed())
                .thenComparing(variant -> variant.tenants().get(0)));
        tenants.sort(Comparator.comparing(TenantDrift::id));
        return new DriftReport(failOnDrift, groups, variants, tenants);
    }
}
