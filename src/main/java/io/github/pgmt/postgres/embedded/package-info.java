/** A PostgreSQL of pgmt's own for {@code url=embedded}: unpacked, created, started, taken over and stopped. */
package io.github.pgmt.postgres.embedded;
