/**
 * Files about a finished run, made from its {@link io.github.pgmt.migration.RunReport}, and the words for it that they
 * share with the console.
 */
package io.github.pgmt.report;
