package io.github.pgmt.tenant;

import java.util.Objects;

/**
 * A schema that a run does not come to.
 *
 * @param reason why, for people: {@code excluded by "eu_*"}
 */
public record LeftOutTenant(TenantId id, String reason) implements OfTenant {

    public LeftOutTenant {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(reason, "reason is null");
    }
}
