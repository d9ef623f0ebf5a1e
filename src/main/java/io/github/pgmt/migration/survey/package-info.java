/**
 * What is known before anything is changed: which tenants there are, which of them cannot be worked on and why, and whether
 * the run can go well.
 */
package io.github.pgmt.migration.survey;
