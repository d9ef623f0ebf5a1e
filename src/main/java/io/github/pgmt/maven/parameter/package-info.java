/** What the user gave, checked, as records. */
package io.github.pgmt.maven.parameter;
