package io.github.pgmt.migration.event;

/** What a run is at, in the words of the JSON report. Phases come in this order; not every goal has each. */
public enum RunPhase {
    /** Which tenants there are. */
    DISCOVER,
    /** What each of them has, and what the changelog says. */
    HISTORIES,
    /** What is due in each. */
    PLAN,
    /** The first of each cohort. It is the beginning of {@link #MIGRATE}: in cohorts whose pilots are done others go on meanwhile. */
    PILOTS,
    /** The work in the tenants. */
    MIGRATE,
    /** Whether the databases have what was done. */
    VERIFY
}
