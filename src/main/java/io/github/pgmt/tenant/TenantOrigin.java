package io.github.pgmt.tenant;

/** How a tenant is known, in the words of the JSON report. */
public enum TenantOrigin {
    /** Its schema is in the database's catalog. */
    CATALOG,

    /** A query or a table of the application's names it. */
    REGISTRY,

    /** It was asked for by its name, and is found nowhere. */
    LIST
}
