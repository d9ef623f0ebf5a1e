/** The Markdown report, which people read in merge requests and in the step summary of a pipeline. */
package io.github.pgmt.report.markdown;
