/** What became of a tenant, or of one look at it, where no hook of a user's is told of it. */
package io.github.pgmt.migration.outcome;
