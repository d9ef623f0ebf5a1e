/** What the server's and the driver's errors mean, told without what they quote of a tenant's rows. */
package io.github.pgmt.postgres.error;
