package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.parameter.Findings;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import java.util.Optional;

/**
 * What a run did to its tenants, or would do.
 *
 * @param failNever failed tenants do not fail the build
 * @param failOnPending tenants with something left to apply do
 */
record OperationFindings(
        OperationResults results, Operation operation, boolean dryRun, boolean failNever, boolean failOnPending)
        implements Findings {

    /** Of a run that came to no tenant. */
    static OperationFindings none(Operation operation, boolean dryRun) {
        return new OperationFindings(OperationResults.NONE, operation, dryRun, false, false);
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
        return results.error().or(this::pending);
    }

    private Optional<String> pending() {
        if (operation == Operation.ROLL_BACK || operation == Operation.DROP) {
            return Optional.empty();
        }
        long pending = count(Outcome.PLANNED);
        if (failOnPending
                && results.shared()
                        .filter(shared -> shared.outcome() == Outcome.PLANNED)
                        .isPresent()) {
            return Optional.of("The shared changelog has changesets to apply (pgmt.failOnPending=true).");
        }
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
        return new OperationReport(
                head, operation, dryRun, results.tenants(), results.outside(), results.shared(), results.appeared());
    }

    private long count(Outcome outcome) {
        return results.tenants().stream()
                .filter(tenant -> tenant.outcome() == outcome)
                .count();
    }
}
