/** What is otherwise where Citus keeps tenants on other servers: detection, nodes, settings. */
package io.github.pgmt.postgres.citus;
