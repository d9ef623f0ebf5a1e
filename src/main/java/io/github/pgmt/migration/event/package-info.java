/** What is heard while a run goes on, and the report that is left of it. */
package io.github.pgmt.migration.event;
