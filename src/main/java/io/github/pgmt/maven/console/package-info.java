/** What a run says on Maven's console, as pure texts and the listener that prints them. */
package io.github.pgmt.maven.console;
