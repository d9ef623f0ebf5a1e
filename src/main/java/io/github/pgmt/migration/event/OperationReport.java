package io.github.pgmt.migration.event;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run did to its tenants, or with a dry run would have done.
 *
 * @param operation what it did to them
 * @param dryRun nothing was written; tenants with something to apply are {@link Outcome#PLANNED}
 * @param failNever failed tenants do not fail the build
 * @param failOnPending tenants with something left to apply do
 * @param repeatable the same again does what is left to do in a tenant that failed half way; otherwise it does too much
 * @param results what came of the tenants
 * @param goesOnAs the run that a retry goes on with, so that its rows are taken back with this run's; empty where there is none
 */
public record OperationReport(
        Operation operation,
        boolean dryRun,
        boolean failNever,
        boolean failOnPending,
        boolean repeatable,
        OperationResults results,
        Optional<RunId> goesOnAs)
        implements GoalReport {

    public OperationReport {
        Objects.requireNonNull(operation, "operation is null");
        Objects.requireNonNull(results, "results is null");
    }

    /** With which nothing goes on. */
    public OperationReport(
            Operation operation,
            boolean dryRun,
            boolean failNever,
            boolean failOnPending,
            boolean repeatable,
            OperationResults results) {
        this(operation, dryRun, failNever, failOnPending, repeatable, results, Optional.empty());
    }

    /** The same, where a retry goes on with this run. */
    public OperationReport goingOnAs(RunId runId) {
        return new OperationReport(
                operation, dryRun, failNever, failOnPending, repeatable, results, Optional.of(runId));
    }

    /** Of which failed tenants fail the build, and nothing else of them. */
    public OperationReport(Operation operation, boolean dryRun, OperationResults results) {
        this(operation, dryRun, false, false, true, results);
    }

    /** See {@link OperationResults}. */
    public List<TenantResult> tenants() {
        return results.tenants();
    }

    /** See {@link OperationResults}. */
    public List<String> outside() {
        return results.outside();
    }

    /** See {@link OperationResults}. */
    public List<TenantResult> shared() {
        return results.shared();
    }

    /** See {@link OperationResults}. */
    public List<String> appeared() {
        return results.appeared();
    }

    @Override
    public int tenantCount() {
        return tenants().size();
    }

    @Override
    public List<String> failedTenants() {
        return tenants().stream()
                .filter(tenant -> tenant.outcome() == Outcome.FAILED)
                .map(TenantResult::displayName)
                .toList();
    }

    /** Who is gone has nothing to be done any more, and who would get too much of it is not to be done so. */
    @Override
    public Stream<TenantResult> toRetry() {
        return tenants().stream()
                .filter(tenant -> tenant.outcome() == Outcome.FAILED || isNotStarted(tenant))
                .filter(tenant -> repeatable || !isHalfWay(tenant));
    }

    /** Tenants that failed with a part done, or perhaps done, where the same again would do too much. */
    public List<String> leftHalfWay() {
        return repeatable
                ? List.of()
                : tenants().stream()
                        .filter(OperationReport::isHalfWay)
                        .map(TenantResult::displayName)
                        .toList();
    }

    /** Nothing was begun in a database that did not say its tenants. */
    private static boolean isHalfWay(TenantResult tenant) {
        return tenant.outcome() == Outcome.FAILED
                && !tenant.id().isWholeDatabase()
                && (!tenant.changeSets().undone().isEmpty()
                        || !tenant.changeSets().applied().isEmpty()
                        || tenant.failure()
                                .filter(failure -> failure.kind() == Failure.Kind.CONNECTION)
                                .isPresent());
    }

    private static boolean isNotStarted(TenantResult tenant) {
        return tenant.outcome() == Outcome.SKIPPED && !tenant.gone() && !tenant.isNotInPlan();
    }

    @Override
    public boolean isFailed() {
        return count(Outcome.FAILED) > 0;
    }

    @Override
    public Optional<String> buildFailure() {
        return isFailed() && !failNever
                ? Optional.of(count(Outcome.FAILED) + " of " + told() + " failed")
                : Optional.empty();
    }

    private String told() {
        int databases = databasesToRetry().size();
        if (databases == 0) {
            return tenantCount() + " tenants";
        }
        int tenants = tenantCount() - databases;
        return (tenants == 0 ? "" : tenants + (tenants == 1 ? " tenant and " : " tenants and "))
                + databases
                + (databases == 1 ? " database" : " databases");
    }

    @Override
    public Optional<String> error() {
        return results.error().or(this::pending);
    }

    /** That its shared changelog failed. */
    @Override
    public Optional<String> error(RunDatabase database) {
        return shared().stream()
                .filter(result -> result.id().database().equals(database.name()))
                .flatMap(result -> result.failure().stream())
                .map(Failure::message)
                .findFirst();
    }

    private Optional<String> pending() {
        if (!failOnPending || operation == Operation.ROLL_BACK || operation == Operation.DROP) {
            return Optional.empty();
        }
        if (shared().stream().anyMatch(result -> result.outcome() == Outcome.PLANNED)) {
            return Optional.of("The shared changelog has changesets to apply (pgmt.failOnPending=true).");
        }
        int pending = count(Outcome.PLANNED);
        return pending == 0
                ? Optional.empty()
                : Optional.of(pending + " of " + tenantCount()
                        + " tenants have changesets to apply (pgmt.failOnPending=true).");
    }

    /** Tenants that were not started, and are still there to be. */
    public List<String> notStarted() {
        return tenants().stream()
                .filter(OperationReport::isNotStarted)
                .map(TenantResult::displayName)
                .toList();
    }

    /** Tenants whose schemas were dropped or renamed while the run went on. */
    public List<String> gone() {
        return tenants().stream()
                .filter(TenantResult::gone)
                .map(TenantResult::displayName)
                .toList();
    }

    /** Why tenants were not started, each reason once. */
    public List<String> reasonsToSkip() {
        return tenants().stream()
                .filter(OperationReport::isNotStarted)
                .map(TenantResult::reason)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** How many tenants came out like this. */
    public int count(Outcome outcome) {
        return (int)
                tenants().stream().filter(tenant -> tenant.outcome() == outcome).count();
    }

    /** How many tenants were confirmed by this, and by nothing more. */
    public int verifiedBy(Way.Verified verified) {
        return (int) tenants().stream()
                .filter(tenant ->
                        tenant.way().verified().filter(verified::equals).isPresent())
                .count();
    }

    /** How many changesets were taken back in all tenants together. */
    public int changeSetsUndone() {
        return tenants().stream()
                .mapToInt(tenant -> tenant.changeSets().undone().size())
                .sum();
    }

    /** In how many tenants each changeset was passed over, in the order in which the tenants came to them. */
    public Map<ChangeSetId, Integer> notRun() {
        return ChangeSetCounts.of(
                tenants().stream().map(tenant -> tenant.changeSets().notRun()));
    }

    /** How many changesets were recorded in all tenants together. */
    public int changeSetsApplied() {
        return tenants().stream()
                .mapToInt(tenant -> tenant.changeSets().applied().size())
                .sum();
    }
}
