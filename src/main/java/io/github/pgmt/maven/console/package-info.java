/** What is printed while a goal runs and at its end. */
package io.github.pgmt.maven.console;
