package io.github.pgmt.report.text;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import java.util.List;

/** Puts tenants together that failed of the same cause. */
public final class FailureGroups {

    private FailureGroups() {}

    /** The groups of the failed ones among these tenants, the largest first. */
    public static List<TenantGroups.Group<Failure>> of(List<TenantResult> tenants) {
        return TenantGroups.of(tenants.stream()
                .flatMap(tenant -> tenant.failure().stream().map(failure -> entry(tenant, failure)))
                .toList());
    }

    private static TenantGroups.Entry<Failure> entry(TenantResult tenant, Failure failure) {
        String cause = failure.kind() + " " + FailureText.cause(failure);
        return new TenantGroups.Entry<>(tenant.schema(), failure, cause, failure.message(), SameCause.of(failure));
    }
}
