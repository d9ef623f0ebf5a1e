/** What the database says of one tenant before anything is done: its history, its lock, its size. */
package io.github.pgmt.migration.history;
