package io.github.pgmt.migration.outcome;

import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.TenantId;
import java.util.Objects;
import java.util.Optional;

/**
 * What a look at the runs found in one tenant.
 *
 * @param id which tenant it is
 * @param applied how many changesets its history has
 * @param tagged whether it bears the tag that was asked for
 * @param problem why its history was not read; present exactly when {@link TenantHistory.State#isUnread()}
 */
public record RecordedTenant(
        TenantId id, TenantHistory.State state, int applied, boolean tagged, Optional<String> problem)
        implements LookedAt {

    public RecordedTenant {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(state, "state is null");
        if (problem.isPresent() != state.isUnread()) {
            throw new IllegalArgumentException(state + " and its problem do not go together: " + id);
        }
    }

    /** One without rows. */
    public static RecordedTenant without(TenantId id, TenantHistory.State state) {
        return new RecordedTenant(id, state, 0, false, Optional.empty());
    }

    /** One whose history was not read. */
    public static RecordedTenant unread(TenantId id, TenantHistory history) {
        return new RecordedTenant(
                id, history.state(), 0, false, history.problem().map(failure -> failure.message()));
    }

    /** The same of this tenant, of which a server knows the schema alone. */
    public RecordedTenant as(TenantId other) {
        return new RecordedTenant(other, state, applied, tagged, problem);
    }

    /** Whether it is known that it does not bear the tag that was asked for. */
    public boolean lacksTag() {
        return !tagged && !state.isUnread() && state != TenantHistory.State.MISSING;
    }
}
