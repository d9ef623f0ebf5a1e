package io.github.pgmt.maven;

import io.github.pgmt.migration.RunHead;
import io.github.pgmt.migration.RunReport;
import io.github.pgmt.migration.StatusReport;
import io.github.pgmt.migration.TenantStatus;
import java.util.List;
import java.util.Optional;

/**
 * How the tenants are.
 *
 * @param failOnPending every tenant that is not up to date fails the build
 */
record StatusFindings(List<TenantStatus> tenants, boolean failOnPending) implements Findings {

    @Override
    public boolean isEmpty() {
        return tenants.isEmpty();
    }

    @Override
    public boolean hasFailedTenant() {
        return buildFailure().isPresent();
    }

    @Override
    public Optional<String> error() {
        return Optional.empty();
    }

    @Override
    public Optional<String> buildFailure() {
        long current = count(TenantStatus.State.UP_TO_DATE);
        if (failOnPending && current < tenants.size()) {
            return Optional.of(tenants.size() - current + " of " + tenants.size()
                    + " tenants are not current (pgmt.failOnPending=true)");
        }
        long unreadable = count(TenantStatus.State.UNREADABLE);
        return unreadable > 0
                ? Optional.of(
                        "The status of " + unreadable + " of " + tenants.size() + " tenants could not be found out")
                : Optional.empty();
    }

    @Override
    public RunReport report(RunHead head) {
        return new StatusReport(head, failOnPending, tenants);
    }

    private long count(TenantStatus.State state) {
        return tenants.stream().filter(tenant -> tenant.state() == state).count();
    }
}
