/** The JSON report, which other programs read: its fields and their order are a promise. */
package io.github.pgmt.report.json;
