package io.github.pgmt.report.text;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import java.util.List;

/** Puts tenants together that failed of the same cause. */
public final class FailureGroups {

    private FailureGroups() {}

    /**
     * The groups of the failed ones among these tenants, the largest first.
     *
     * @param shown how schemas and messages look: what looks the same is the same cause
     */
    public static List<TenantGroups.Group<Failure>> of(List<TenantResult> tenants, OutgoingText shown) {
        return TenantGroups.of(tenants.stream()
                .flatMap(tenant -> tenant.failure().stream().map(failure -> entry(tenant, failure, shown)))
                .toList());
    }

    private static TenantGroups.Entry<Failure> entry(TenantResult tenant, Failure failure, OutgoingText shown) {
        String cause = failure.kind() + " " + FailureText.cause(failure);
        String message = shown.message(failure.message());
        return TenantGroups.Entry.of(tenant, shown, failure, cause, message, SameCause.of(message, failure.sqlState()));
    }
}
