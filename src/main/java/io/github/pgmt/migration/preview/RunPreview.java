package io.github.pgmt.migration.preview;

import java.util.List;

/**
 * What a run would send.
 *
 * @param cohorts with something to do, in an order that is the same for the same tenants
 * @param sharedSchemas what follows the tenant's schema in its {@code search_path}, in order
 * @param around what of the user's runs around each tenant, which is not among the statements
 * @param hasShared there is a shared changelog that runs before, which is not among the statements
 */
public record RunPreview(
        List<CohortPreview> cohorts, List<String> sharedSchemas, List<String> around, boolean hasShared) {

    public RunPreview {
        cohorts = List.copyOf(cohorts);
        sharedSchemas = List.copyOf(sharedSchemas);
        around = List.copyOf(around);
    }

    /** The same of a run that makes the row of its only tenant, too. */
    public RunPreview inserting(InsertedRow row) {
        return new RunPreview(
                cohorts.stream().map(cohort -> cohort.inserting(row)).toList(), sharedSchemas, around, hasShared);
    }

    /** What takes back what it would do, cohort by cohort in the same order. */
    public RunPreview takenBack() {
        return new RunPreview(
                cohorts.stream().map(CohortPreview::takenBack).toList(), sharedSchemas, around, hasShared);
    }
}
