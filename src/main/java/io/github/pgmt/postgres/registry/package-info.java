/** Where tenants, and databases, are listed: by the catalog, a query or a table; and the rows that are inserted and deleted there. */
package io.github.pgmt.postgres.registry;
