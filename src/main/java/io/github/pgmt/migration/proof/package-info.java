/** Asks the database after the work whether what was done is so, and whether nothing else was. */
package io.github.pgmt.migration.proof;
