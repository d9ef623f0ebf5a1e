/** Sends to tenants what was planned once, guarded and recorded as Liquibase would. */
package io.github.pgmt.postgres.replay;
