package io.github.pgmt.migration.outcome;

import java.util.List;

/**
 * Tenants that would be one cohort if the changelog did not read parameters whose values differ between them.
 *
 * @param cohorts in how many cohorts they are, at least 2
 * @param parameters those that tell them apart
 */
public record SplitCohorts(int tenants, int cohorts, List<String> parameters) {

    public SplitCohorts {
        parameters = List.copyOf(parameters);
    }
}
