/**
 * The port to what runs changelogs: engines that plan and apply for one tenant, sessions, and scripts that are replayed.
 */
package io.github.pgmt.migration.engine;
