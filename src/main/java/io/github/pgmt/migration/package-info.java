/**
 * The run: which tenants are migrated when, what stops it, what came out of it. Talks to PostgreSQL and to Liquibase
 * through the interfaces of this package, whose implementations live in {@code postgres} and {@code liquibase}.
 */
package io.github.pgmt.migration;
