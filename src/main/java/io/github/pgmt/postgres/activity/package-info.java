/**
 * Who else is at work on the server, by {@code pg_stat_activity} and {@code pg_locks}: what waits for whom is told while a
 * run goes on.
 */
package io.github.pgmt.postgres.activity;
