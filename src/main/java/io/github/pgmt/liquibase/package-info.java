/** The only code that uses Liquibase. Each engine loads this package and Liquibase in a class loader of its own. */
package io.github.pgmt.liquibase;
