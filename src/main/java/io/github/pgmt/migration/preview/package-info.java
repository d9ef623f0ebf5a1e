/** What a run would send to its tenants, cohort by cohort, to be looked at before. */
package io.github.pgmt.migration.preview;
