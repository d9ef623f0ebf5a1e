/** The page of a run, which people read in a browser: whole without a network, without scripts, and under strict policies. */
package io.github.pgmt.report.html;
