package io.github.pgmt.migration.event;

import io.github.pgmt.migration.outcome.TenantStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A finished look at the tenants.
 *
 * @param failOnPending every tenant that is not up to date fails the build; otherwise only one that could not be read does
 * @param tenants one status for every selected tenant, ordered by schema
 * @param shared how the shared schema is, where there is a shared changelog
 */
public record StatusReport(
        RunHead head, boolean failOnPending, List<TenantStatus> tenants, Optional<TenantStatus> shared)
        implements RunReport {

    public StatusReport {
        Objects.requireNonNull(head, "head is null");
        tenants = List.copyOf(tenants);
        Objects.requireNonNull(shared, "shared is null");
    }

    /** Without a shared changelog. */
    public StatusReport(RunHead head, boolean failOnPending, List<TenantStatus> tenants) {
        this(head, failOnPending, tenants, Optional.empty());
    }

    @Override
    public int tenantCount() {
        return tenants.size();
    }

    @Override
    public List<String> failedSchemas() {
        return tenants.stream()
                .filter(tenant -> tenant.failsTheBuild(failOnPending))
                .map(TenantStatus::schema)
                .toList();
    }

    /** Whether the build fails because of a tenant or the shared schema. */
    public boolean failsTheBuild() {
        return Stream.concat(shared.stream(), tenants.stream()).anyMatch(status -> status.failsTheBuild(failOnPending));
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
}
