/** What every run has: where it works, its options, its id, and who hears of it. */
package io.github.pgmt.migration.run;
