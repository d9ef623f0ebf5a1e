/** Files about a finished run, made from its {@link io.github.pgmt.migration.RunReport}. */
package io.github.pgmt.report;
