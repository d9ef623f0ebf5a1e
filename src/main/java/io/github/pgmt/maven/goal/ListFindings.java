package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.parameter.Findings;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.TenantList;
import java.util.Optional;

/** Which tenants there are. */
record ListFindings(TenantList list) implements Findings {

    @Override
    public boolean isEmpty() {
        return list.tenants().isEmpty();
    }

    @Override
    public boolean hasFailedTenant() {
        return unreadable() > 0;
    }

    @Override
    public Optional<String> error() {
        return Optional.empty();
    }

    @Override
    public Optional<String> buildFailure() {
        return hasFailedTenant()
                ? Optional.of(unreadable() + " of " + list.tenants().size() + " tenants could not be looked at")
                : Optional.empty();
    }

    @Override
    public RunReport report(RunHead head) {
        return new ListReport(head, list.tenants(), list.leftOut());
    }

    private long unreadable() {
        return list.tenants().stream()
                .filter(tenant -> tenant.state().isUnread())
                .count();
    }
}
