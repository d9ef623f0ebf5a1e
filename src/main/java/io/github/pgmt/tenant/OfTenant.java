package io.github.pgmt.tenant;

/** What is known of a tenant, or of a name that was to be one's. */
public interface OfTenant {

    /** Which tenant it is. */
    TenantId id();

    /** The schema, see {@link TenantId#schema()}. */
    default String schema() {
        return id().schema();
    }

    /** How people name the tenant, see {@link TenantId#displayName()}. */
    default String displayName() {
        return id().displayName();
    }
}
