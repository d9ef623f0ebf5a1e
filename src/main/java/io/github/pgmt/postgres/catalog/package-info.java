/** What a run changed in the catalog, compared between tenants: equal changesets must leave equal objects. */
package io.github.pgmt.postgres.catalog;
