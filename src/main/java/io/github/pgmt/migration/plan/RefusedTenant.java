package io.github.pgmt.migration.plan;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.tenant.OfTenant;
import io.github.pgmt.tenant.TenantId;
import java.util.Objects;

/**
 * A tenant for which nothing was planned.
 *
 * @param kind what a migration would fail with
 * @param reason the same in sentences
 */
public record RefusedTenant(TenantId id, Failure.Kind kind, String reason) implements OfTenant {

    public RefusedTenant {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(reason, "reason is null");
    }

    /** Whether nobody knows what is due in it, rather than that nothing may be done. */
    public boolean isNotFoundOut() {
        return kind == Failure.Kind.CONNECTION || kind == Failure.Kind.LOCKED;
    }
}
