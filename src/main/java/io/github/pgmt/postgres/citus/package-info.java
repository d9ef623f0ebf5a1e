/** What is otherwise where Citus keeps tenants on other servers: detection, nodes, and for whom sessions wait there. */
package io.github.pgmt.postgres.citus;
