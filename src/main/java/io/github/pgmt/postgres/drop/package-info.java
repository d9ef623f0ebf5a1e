/** Drops a tenant for good: its schema, its row in the registry, and only what is its own. */
package io.github.pgmt.postgres.drop;
