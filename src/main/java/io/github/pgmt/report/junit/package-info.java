/** The JUnit XML report, in which build servers show every tenant as a test. */
package io.github.pgmt.report.junit;
