/**
 * The goals and their parameters, which are the user's manual; what a goal does is in {@link io.github.pgmt.maven.goal}.
 */
package io.github.pgmt.maven;
