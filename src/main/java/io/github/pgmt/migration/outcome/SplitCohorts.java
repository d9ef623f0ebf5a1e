package io.github.pgmt.migration.outcome;

import java.util.Map;

/**
 * Tenants that would be one cohort if the changelog did not read parameters whose values differ between them.
 *
 * @param cohorts in how many cohorts they are, at least 2
 * @param why the parameters that tell them apart, and why, as a clause
 */
public record SplitCohorts(int tenants, int cohorts, Map<String, String> why) {

    public SplitCohorts {
        why = Map.copyOf(why);
    }
}
