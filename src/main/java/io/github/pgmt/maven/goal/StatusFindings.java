package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.parameter.Findings;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import java.util.List;
import java.util.Optional;

/**
 * How the tenants are.
 *
 * @param shared how the shared schema is, where there is a shared changelog
 * @param failOnPending every tenant that is not up to date fails the build
 */
record StatusFindings(List<TenantStatus> tenants, Optional<TenantStatus> shared, boolean failOnPending)
        implements Findings {

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
        long failing = tenants.stream()
                .filter(tenant -> tenant.failsTheBuild(failOnPending))
                .count();
        if (failing == 0) {
            return shared.filter(status -> status.failsTheBuild(failOnPending)).map(this::sharedFailure);
        }
        String share = failing + " of " + tenants.size() + " tenants ";
        return Optional.of(
                failOnPending
                        ? share + "are not current (pgmt.failOnPending=true)"
                        : "The status of " + share + "could not be found out");
    }

    private String sharedFailure(TenantStatus status) {
        return "The shared schema " + status.schema()
                + (failOnPending ? " is not current (pgmt.failOnPending=true)" : " could not be read");
    }

    @Override
    public RunReport report(RunHead head) {
        return new StatusReport(head, failOnPending, tenants, shared);
    }
}
