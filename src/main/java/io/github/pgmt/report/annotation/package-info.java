/** What a build server shows beside the changelog and on the page of a run: failures by cause, as commands in its log. */
package io.github.pgmt.report.annotation;
