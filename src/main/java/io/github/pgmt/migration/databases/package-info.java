/** Brings what a run asks of tenants to the database that each of them is in. */
package io.github.pgmt.migration.databases;
