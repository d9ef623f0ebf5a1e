/** What a run would send, as a script for {@code psql}: once for each cohort, with variables where tenants differ. */
package io.github.pgmt.report.psql;
