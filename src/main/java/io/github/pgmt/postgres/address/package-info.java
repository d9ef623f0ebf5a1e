/**
 * The JDBC URL as the user wrote it: what is wrong with it is said before the driver sees it, and it is shown without
 * secrets.
 */
package io.github.pgmt.postgres.address;
