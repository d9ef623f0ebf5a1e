/** The only code that talks to PostgreSQL: finding tenants, reading the fleet, sessions on a tenant, the embedded server. */
package io.github.pgmt.postgres;
