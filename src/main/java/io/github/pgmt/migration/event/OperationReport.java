package io.github.pgmt.migration.event;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.outcome.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A finished run that worked on tenants, or with a dry run would have.
 *
 * @param operation what it did to them
 * @param dryRun nothing was written; tenants with something to apply are {@link Outcome#PLANNED}
 * @param tenants one result for every selected tenant, ordered by schema
 * @param outside objects that appeared outside the tenants' schemas while the run went on, {@code kind schema.name}
 * @param shared what became of the shared schema, where there is a shared changelog
 * @param appeared tenants that came while the run went on, so that it did not work on them
 */
public record OperationReport(
        RunHead head,
        Operation operation,
        boolean dryRun,
        List<TenantResult> tenants,
        List<String> outside,
        Optional<TenantResult> shared,
        List<String> appeared)
        implements RunReport {

    public OperationReport {
        Objects.requireNonNull(head, "head is null");
        Objects.requireNonNull(operation, "operation is null");
        tenants = List.copyOf(tenants);
        outside = List.copyOf(outside);
        Objects.requireNonNull(shared, "shared is null");
        appeared = List.copyOf(appeared);
    }

    /** Of a run that found the same tenants in the end. */
    public OperationReport(
            RunHead head,
            Operation operation,
            boolean dryRun,
            List<TenantResult> tenants,
            List<String> outside,
            Optional<TenantResult> shared) {
        this(head, operation, dryRun, tenants, outside, shared, List.of());
    }

    /** Of a run without a shared changelog. */
    public OperationReport(
            RunHead head, Operation operation, boolean dryRun, List<TenantResult> tenants, List<String> outside) {
        this(head, operation, dryRun, tenants, outside, Optional.empty());
    }

    @Override
    public int tenantCount() {
        return tenants.size();
    }

    @Override
    public List<String> failedSchemas() {
        return tenants.stream()
                .filter(tenant -> tenant.outcome() == Outcome.FAILED)
                .map(TenantResult::schema)
                .toList();
    }

    /** Tenants that were not started, and are still there to be. */
    public List<String> notStarted() {
        return tenants.stream()
                .filter(tenant -> tenant.outcome() == Outcome.SKIPPED && !tenant.gone())
                .map(TenantResult::schema)
                .toList();
    }

    /** Tenants whose schemas were dropped or renamed while the run went on. */
    public List<String> gone() {
        return tenants.stream()
                .filter(TenantResult::gone)
                .map(TenantResult::schema)
                .toList();
    }

    /** Why tenants were not started, each reason once. */
    public List<String> reasonsToSkip() {
        return tenants.stream()
                .filter(tenant -> tenant.outcome() == Outcome.SKIPPED && !tenant.gone())
                .map(TenantResult::reason)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** How many tenants came out like this. */
    public int count(Outcome outcome) {
        return (int)
                tenants.stream().filter(tenant -> tenant.outcome() == outcome).count();
    }

    /** How many tenants were confirmed by this, and by nothing more. */
    public int verifiedBy(Way.Verified verified) {
        return (int) tenants.stream()
                .filter(tenant ->
                        tenant.way().verified().filter(verified::equals).isPresent())
                .count();
    }

    /** How many changesets were taken back in all tenants together. */
    public int changeSetsUndone() {
        return tenants.stream()
                .mapToInt(tenant -> tenant.changeSets().undone().size())
                .sum();
    }

    /** In how many tenants each changeset was passed over, in the order in which the tenants came to them. */
    public Map<ChangeSetId, Integer> notRun() {
        Map<ChangeSetId, Integer> counts = new LinkedHashMap<>();
        tenants.forEach(
                tenant -> tenant.changeSets().notRun().forEach(changeSet -> counts.merge(changeSet, 1, Integer::sum)));
        return counts;
    }

    /** How many changesets were recorded in all tenants together. */
    public int changeSetsApplied() {
        return tenants.stream()
                .mapToInt(tenant -> tenant.changeSets().applied().size())
                .sum();
    }
}
