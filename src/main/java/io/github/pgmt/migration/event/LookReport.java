package io.github.pgmt.migration.event;

import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.LookedAt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a goal found that only looks at tenants, and fails the build where it could not. */
public sealed interface LookReport extends GoalReport permits HistoryReport, ListReport {

    /** The tenants, ordered by schema. */
    List<? extends LookedAt> tenants();

    @Override
    default int tenantCount() {
        return tenants().size();
    }

    @Override
    default List<String> failedTenants() {
        return toRetry().map(LookedAt::displayName).toList();
    }

    @Override
    default Stream<? extends LookedAt> toRetry() {
        return tenants().stream().filter(tenant -> tenant.state().isUnread());
    }

    @Override
    default Optional<String> buildFailure() {
        int unread = failedTenants().size();
        return unread == 0
                ? Optional.empty()
                : Optional.of(unread + " of " + tenants().size() + " tenants could not be looked at");
    }

    /** How many tenants are in this state. */
    default int count(State state) {
        return (int)
                tenants().stream().filter(tenant -> tenant.state() == state).count();
    }
}
