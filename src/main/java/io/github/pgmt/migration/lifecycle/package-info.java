/** A tenant's beginning and end: set up, create, drop. */
package io.github.pgmt.migration.lifecycle;
