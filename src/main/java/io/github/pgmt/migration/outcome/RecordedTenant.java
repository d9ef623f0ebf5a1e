package io.github.pgmt.migration.outcome;

import io.github.pgmt.migration.history.TenantHistory;
import java.util.Objects;
import java.util.Optional;

/**
 * What a look at the runs found in one tenant.
 *
 * @param schema the tenant's schema; of a tenant that was asked for and does not exist, the name that was asked for
 * @param applied how many changesets its history has
 * @param tagged whether it bears the tag that was asked for
 * @param problem why its history was not read; present exactly when {@link TenantHistory.State#isUnread()}
 */
public record RecordedTenant(
        String schema, TenantHistory.State state, int applied, boolean tagged, Optional<String> problem)
        implements LookedAt {

    public RecordedTenant {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(state, "state is null");
        if (problem.isPresent() != state.isUnread()) {
            throw new IllegalArgumentException(state + " and its problem do not go together: " + schema);
        }
    }

    /** One without rows. */
    public static RecordedTenant without(String schema, TenantHistory.State state) {
        return new RecordedTenant(schema, state, 0, false, Optional.empty());
    }

    /** One whose history was not read. */
    public static RecordedTenant unread(TenantHistory history) {
        return new RecordedTenant(
                history.schema(), history.state(), 0, false, history.problem().map(failure -> failure.message()));
    }

    /** Whether it is known that it does not bear the tag that was asked for. */
    public boolean lacksTag() {
        return !tagged && !state.isUnread() && state != TenantHistory.State.MISSING;
    }
}
