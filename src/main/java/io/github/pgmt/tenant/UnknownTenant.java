package io.github.pgmt.tenant;

import java.util.Objects;

/**
 * What a selection reaches of a database that did not answer and whose tenants nobody can tell.
 *
 * @param id a tenant that was asked for with this database; or the whole database, where others of it may be meant
 * @param reason why nobody can, as sentences
 */
public record UnknownTenant(TenantId id, String reason) implements OfTenant {

    public UnknownTenant {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(reason, "reason is null");
    }
}
