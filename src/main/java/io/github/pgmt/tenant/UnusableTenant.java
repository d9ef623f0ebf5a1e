package io.github.pgmt.tenant;

import java.util.Objects;

/**
 * A chosen tenant in whose schema nothing can be done because of its name.
 *
 * @param reason what is wrong with the name and what to do, as {@link SchemaName#requireUsable} says it
 */
public record UnusableTenant(TenantId id, String reason) implements OfTenant {

    public UnusableTenant {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(reason, "reason is null");
    }
}
