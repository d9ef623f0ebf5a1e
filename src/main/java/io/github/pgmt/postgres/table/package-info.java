/**
 * Liquibase's two tables of a tenant: locked, and their shape looked at, before they are read or written, since whoever owns
 * a schema can put something else in their place.
 */
package io.github.pgmt.postgres.table;
