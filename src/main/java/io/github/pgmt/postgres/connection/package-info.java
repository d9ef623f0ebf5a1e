/**
 * How a connection is had that a tenant's owner cannot lead astray, how names are quoted in statements of ours, and how reads
 * are tried again.
 */
package io.github.pgmt.postgres.connection;
