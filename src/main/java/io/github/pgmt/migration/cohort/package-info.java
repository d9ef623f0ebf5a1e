/**
 * Tenants that need the same: a pilot goes through Liquibase, and what it needed is replayed to the others, or each goes by
 * itself.
 */
package io.github.pgmt.migration.cohort;
