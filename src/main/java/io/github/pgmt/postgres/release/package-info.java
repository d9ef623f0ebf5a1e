/** Finds Liquibase's lock rows that were left behind, and removes those whose holders are gone. */
package io.github.pgmt.postgres.release;
