/** Asks the engine what tenants need, from their histories alone: nothing is written, and no tenant is opened for it. */
package io.github.pgmt.migration.planning;
