/** Reads SQL text as PostgreSQL does, to tell what it will do before it is sent. */
package io.github.pgmt.postgres.sql;
