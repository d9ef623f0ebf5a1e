/** The server of {@code -Dpgmt.url=embedded}: its binaries, its data directory, its start and its end. */
package io.github.pgmt.postgres.embedded;
