/**
 * What is to be applied, as the user names it: the changelog, its files and tables, what is taken back or adopted, and the
 * extensions it creates.
 */
package io.github.pgmt.migration.changelog;
