/** Makes the schema of a new tenant, and takes back one that this run has made. */
package io.github.pgmt.postgres.schema;
