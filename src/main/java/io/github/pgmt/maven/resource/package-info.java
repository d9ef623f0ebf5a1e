/**
 * The resources of the build as Maven copies and filters them, so that the changelog is the one that the application will
 * have.
 */
package io.github.pgmt.maven.resource;
