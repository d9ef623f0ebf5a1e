package io.github.pgmt.migration.event;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.outcome.TenantStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the tenants are.
 *
 * @param failOnPending every tenant that is not up to date fails the build; otherwise only one that could not be read does
 * @param tenants one status for every selected tenant, ordered by schema
 * @param shared how the shared schema is, where there is a shared changelog, of each database
 */
public record StatusReport(boolean failOnPending, List<TenantStatus> tenants, List<TenantStatus> shared)
        implements GoalReport {

    public StatusReport {
        tenants = List.copyOf(tenants);
        shared = List.copyOf(shared);
    }

    /** Without a shared changelog. */
    public StatusReport(boolean failOnPending, List<TenantStatus> tenants) {
        this(failOnPending, tenants, List.of());
    }

    @Override
    public int tenantCount() {
        return tenants.size();
    }

    @Override
    public List<String> failedTenants() {
        return toRetry().map(TenantStatus::displayName).toList();
    }

    @Override
    public Stream<TenantStatus> toRetry() {
        return tenants.stream().filter(tenant -> tenant.failsTheBuild(failOnPending));
    }

    @Override
    public Optional<String> buildFailure() {
        int failing = failedTenants().size();
        if (failing == 0) {
            return shared.stream()
                    .filter(status -> status.failsTheBuild(failOnPending))
                    .map(this::sharedFailure)
                    .findFirst();
        }
        String share = failing + " of " + tenants.size() + " tenants ";
        return Optional.of(
                failOnPending
                        ? share + "are not current (pgmt.failOnPending=true)"
                        : "The status of " + share + "could not be found out");
    }

    private String sharedFailure(TenantStatus status) {
        return "The shared schema " + status.displayName()
                + (failOnPending ? " is not current (pgmt.failOnPending=true)" : " could not be read");
    }

    /** How many tenants are in this state. */
    public int count(TenantStatus.State state) {
        return (int) tenants.stream().filter(tenant -> tenant.state() == state).count();
    }

    /** How many changesets are pending in all tenants together. */
    public int pendingChangeSets() {
        return tenants.stream()
                .mapToInt(tenant -> tenant.changeSets().pending().size())
                .sum();
    }

    /** In how many tenants each changeset is come to in every run and never recorded, see {@link TenantStatus.ChangeSets}. */
    public Map<ChangeSetId, Integer> passedOver() {
        return ChangeSetCounts.of(
                tenants.stream().map(tenant -> tenant.changeSets().passedOver()));
    }
}
