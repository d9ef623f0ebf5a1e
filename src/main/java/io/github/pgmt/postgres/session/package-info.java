/** The connections of one tenant that is worked on, in which only pgmt ends a transaction. */
package io.github.pgmt.postgres.session;
