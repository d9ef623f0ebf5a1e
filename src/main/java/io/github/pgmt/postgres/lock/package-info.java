/** Keeps others away from one tenant: the advisory lock, Liquibase's lock row, and the transaction that holds both. */
package io.github.pgmt.postgres.lock;
