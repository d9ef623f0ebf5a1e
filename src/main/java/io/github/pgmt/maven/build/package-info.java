/**
 * What Maven knows of the build around a goal: the session, the POM's texts, the plugin's descriptor, the command line.
 */
package io.github.pgmt.maven.build;
