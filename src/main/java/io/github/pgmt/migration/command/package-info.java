/** Liquibase's commands for all tenants: update, rollback, tag, changelog-sync and release-locks. */
package io.github.pgmt.migration.command;
