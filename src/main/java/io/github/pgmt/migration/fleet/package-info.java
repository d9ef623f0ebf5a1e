/**
 * The ports to the database as a whole: what it says of all tenants, and what makes, drops, examines and registers them.
 */
package io.github.pgmt.migration.fleet;
