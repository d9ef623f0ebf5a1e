package io.github.pgmt.migration.outcome;

/**
 * Tenants that need the same changesets.
 *
 * @param tenants how many, at least 1
 * @param pending how many changesets are pending in each
 */
public record Cohort(int tenants, int pending) {}
