/** Maven's side: the goals, their parameters, credentials, class path and console. */
package io.github.pgmt.maven;
