/** Applies something to all chosen tenants and to the shared schema, or tells in a dry run what would be applied. */
package io.github.pgmt.migration.application;
