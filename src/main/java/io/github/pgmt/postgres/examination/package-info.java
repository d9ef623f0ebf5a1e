/** What {@code doctor} finds: in the server, the role, the registry, the schemas and Liquibase's tables. */
package io.github.pgmt.postgres.examination;
