/** Whether tenants of the same changesets have the same objects: their groups, what is alike in each, and what is not. */
package io.github.pgmt.migration.drift;
