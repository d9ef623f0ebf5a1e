/**
 * What a user's own {@link io.github.pgmt.migration.TenantHook} sees of a run: this package and {@link io.github.pgmt.tenant}
 * are the plugin's interface for code of others, and what is here keeps its name.
 */
package io.github.pgmt.migration;
