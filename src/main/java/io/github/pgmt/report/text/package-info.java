/** The words for a finished run that reports and console share, made harmless for whatever shows them. */
package io.github.pgmt.report.text;
