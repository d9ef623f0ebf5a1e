package io.github.pgmt.migration.outcome;

import io.github.pgmt.migration.history.TenantHistory;
import java.util.Optional;

/** A tenant at which a goal only looks. */
public interface LookedAt {

    /** The tenant's schema; of a tenant that was asked for and does not exist, the name that was asked for. */
    String schema();

    /** How its history is. */
    TenantHistory.State state();

    /** Why something of it could not be found out; present exactly when {@link TenantHistory.State#isUnread()}. */
    Optional<String> problem();
}
