/** What ends a run, or a tenant's part in it, before its work is done. */
package io.github.pgmt.migration.failure;
