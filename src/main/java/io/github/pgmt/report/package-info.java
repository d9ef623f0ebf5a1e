/**
 * Which files are written about a finished run, and where: every format of {@code -Dpgmt.reportFormats} is made from the same
 * {@link io.github.pgmt.migration.event.RunReport}.
 */
package io.github.pgmt.report;
