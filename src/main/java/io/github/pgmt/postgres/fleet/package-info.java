/** Reads the histories, locks and objects of many tenants in few statements. */
package io.github.pgmt.postgres.fleet;
