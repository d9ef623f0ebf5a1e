package io.github.pgmt.migration.outcome;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.preview.CohortPreview;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.tenant.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What came of a run's tenants.
 *
 * @param tenants one result for every selected tenant, ordered by schema
 * @param outside objects that appeared outside the tenants' schemas while the run went on, {@code kind schema.name}
 * @param shared what became of the shared schema, where there is a shared changelog, of each database
 * @param error why the run as a whole failed, although it came to its end
 * @param appeared tenants that came while the run went on, so that it did not work on them
 * @param runs the ids of the runs that it took back, where it was told by them what to take back
 * @param preview what would be sent, where nothing was; empty where that was not worked out
 */
public record OperationResults(
        List<TenantResult> tenants,
        List<String> outside,
        List<TenantResult> shared,
        Optional<String> error,
        List<String> appeared,
        List<String> runs,
        Optional<RunPreview> preview) {

    /** Of a run that came to no tenant. */
    public static final OperationResults NONE = new OperationResults(List.of(), List.of());

    public OperationResults {
        tenants = List.copyOf(tenants);
        outside = List.copyOf(outside);
        shared = List.copyOf(shared);
        Objects.requireNonNull(error, "error is null");
        appeared = List.copyOf(appeared);
        runs = List.copyOf(runs);
        Objects.requireNonNull(preview, "preview is null");
    }

    /** Of a run of which it is not told what it would send. */
    public OperationResults(
            List<TenantResult> tenants,
            List<String> outside,
            List<TenantResult> shared,
            Optional<String> error,
            List<String> appeared,
            List<String> runs) {
        this(tenants, outside, shared, error, appeared, runs, Optional.empty());
    }

    /** Of tenants in any order, which were the same in the end. */
    public OperationResults(
            List<TenantResult> tenants, List<String> outside, Optional<TenantResult> shared, Optional<String> error) {
        this(ordered(tenants), outside, shared.stream().toList(), error, List.of(), List.of(), Optional.empty());
    }

    /** Of a run that had nothing to do outside its tenants. */
    public OperationResults(List<TenantResult> tenants, List<String> outside) {
        this(tenants, outside, Optional.empty(), Optional.empty());
    }

    /** These and the results of tenants that are not among them. */
    public OperationResults and(List<TenantResult> others) {
        List<TenantResult> all = new ArrayList<>(tenants);
        all.addAll(others);
        return new OperationResults(ordered(all), outside, shared, error, appeared, runs, preview);
    }

    /** These with what was done outside the tenants; an error that they have already goes before the given one. */
    public OperationResults with(Optional<TenantResult> sharedResult, Optional<String> runError) {
        return new OperationResults(
                tenants, outside, sharedResult.stream().toList(), error.or(() -> runError), appeared, runs, preview);
    }

    /** These of a run in several databases, with what became of the shared schema of each, and what failed there. */
    public OperationResults with(List<TenantResult> sharedResults, Optional<String> runError) {
        return new OperationResults(tenants, outside, sharedResults, error.or(() -> runError), appeared, runs, preview);
    }

    /** These where the run as a whole failed because of this too; an error that they have already goes before it. */
    public OperationResults with(Optional<String> runError) {
        return new OperationResults(tenants, outside, shared, error.or(() -> runError), appeared, runs, preview);
    }

    /** These with another result for each tenant. */
    public OperationResults map(UnaryOperator<TenantResult> change) {
        return new OperationResults(
                tenants.stream().map(change).toList(), outside, shared, error, appeared, runs, preview);
    }

    /** These and the tenants that came meanwhile. */
    public OperationResults appeared(List<String> schemas) {
        return new OperationResults(tenants, outside, shared, error, schemas, runs, preview);
    }

    /** These of a rollback that was told these runs. */
    public OperationResults ofRuns(List<String> runIds) {
        return new OperationResults(tenants, outside, shared, error, appeared, runIds, preview);
    }

    /** These with what would be sent. */
    public OperationResults previewing(RunPreview sent) {
        return new OperationResults(tenants, outside, shared, error, appeared, runs, Optional.of(sent));
    }

    /** By tenant, the number of its cohort in {@link #preview}, from 1 on. */
    public Map<TenantId, Integer> previewedCohorts() {
        Map<TenantId, Integer> numbers = new HashMap<>();
        List<CohortPreview> cohorts = preview.map(RunPreview::cohorts).orElse(List.of());
        for (int number = 1; number <= cohorts.size(); number++) {
            for (TenantId tenant : cohorts.get(number - 1).tenants()) {
                numbers.put(tenant, number);
            }
        }
        return numbers;
    }

    private static List<TenantResult> ordered(List<TenantResult> tenants) {
        return tenants.stream().sorted(Comparator.comparing(TenantResult::id)).toList();
    }
}
