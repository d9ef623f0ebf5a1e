/** Whether all that the user gave by name means something to the goal, and is not passed over without a word. */
package io.github.pgmt.maven.given;
