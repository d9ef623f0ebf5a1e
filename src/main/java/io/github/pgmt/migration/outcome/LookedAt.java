package io.github.pgmt.migration.outcome;

import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.OfTenant;
import java.util.Optional;

/** A tenant at which a goal only looks. */
public interface LookedAt extends OfTenant {

    /** How its history is. */
    TenantHistory.State state();

    /** Why something of it could not be found out; present exactly when {@link TenantHistory.State#isUnread()}. */
    Optional<String> problem();
}
