/** Measures pgmt beside other ways to migrate many tenants, and beside the limit that PostgreSQL sets. */
package io.github.pgmt.benchmark;
