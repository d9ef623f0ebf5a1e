package io.github.pgmt.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What came of a run's tenants, to be made an {@link OperationReport}.
 *
 * @param tenants one result for every selected tenant, ordered by schema
 * @param outside objects that appeared outside the tenants' schemas while the run went on
 */
public record OperationResults(List<TenantResult> tenants, List<String> outside) {

    /** Of a run that came to no tenant. */
    public static final OperationResults NONE = new OperationResults(List.of(), List.of());

    public OperationResults {
        tenants = tenants.stream()
                .sorted(Comparator.comparing(TenantResult::schema))
                .toList();
        outside = List.copyOf(outside);
    }

    /** These and the results of tenants that are not among them. */
    public OperationResults and(List<TenantResult> others) {
        List<TenantResult> all = new ArrayList<>(tenants);
        all.addAll(others);
        return new OperationResults(all, outside);
    }
}
