package io.github.pgmt.maven;

import io.github.pgmt.migration.MigrationReport;
import io.github.pgmt.migration.MigrationRun;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunHead;
import io.github.pgmt.migration.RunReport;
import java.util.List;
import java.util.Optional;

/**
 * What a migrating run did, or would do.
 *
 * @param failNever failed tenants do not fail the build
 * @param failOnPending tenants with something left to apply do
 */
record MigrationFindings(MigrationRun.Results results, boolean dryRun, boolean failNever, boolean failOnPending)
        implements Findings {

    /** Of a run that came to no tenant. */
    static MigrationFindings none(boolean dryRun) {
        return new MigrationFindings(new MigrationRun.Results(List.of(), List.of()), dryRun, false, false);
    }

    @Override
    public boolean isEmpty() {
        return results.tenants().isEmpty();
    }

    @Override
    public boolean hasFailedTenant() {
        return count(Outcome.FAILED) > 0;
    }

    @Override
    public Optional<String> error() {
        long pending = count(Outcome.PLANNED);
        return failOnPending && pending > 0
                ? Optional.of(pending + " of " + results.tenants().size()
                        + " tenants have changesets to apply (pgmt.failOnPending=true).")
                : Optional.empty();
    }

    @Override
    public Optional<String> buildFailure() {
        return hasFailedTenant() && !failNever
                ? Optional.of(count(Outcome.FAILED) + " of " + results.tenants().size() + " tenants failed")
                : Optional.empty();
    }

    @Override
    public RunReport report(RunHead head) {
        return new MigrationReport(head, dryRun, results.tenants(), results.outside());
    }

    private long count(Outcome outcome) {
        return results.tenants().stream()
                .filter(tenant -> tenant.outcome() == outcome)
                .count();
    }
}
