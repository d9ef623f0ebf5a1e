package io.github.pgmt.migration.plan;

/** What becomes of tenants that are not in the plan that is carried out. */
public enum NewTenants {
    /** Nothing is done in them, which is told. */
    SKIP,
    /** Those that need what a cohort of the plan needs get it; the others fail. */
    INCLUDE,
    /** They fail. */
    FAIL
}
