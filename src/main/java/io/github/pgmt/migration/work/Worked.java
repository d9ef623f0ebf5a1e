package io.github.pgmt.migration.work;

import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What came of work on tenants, as long as it is to be known whose it is: results name their tenants for people.
 *
 * @param outside objects that appeared outside the tenants' schemas meanwhile, as a report has them
 */
public record Worked(List<Attempt> attempts, List<String> outside) {

    /** On no tenant. */
    public static final Worked NONE = of(List.of());

    public Worked {
        attempts = List.copyOf(attempts);
        outside = List.copyOf(outside);
    }

    /** That had nothing to do outside its tenants. */
    public static Worked of(List<Attempt> attempts) {
        return new Worked(attempts, List.of());
    }

    /** The same with another result for each tenant. */
    public Worked map(UnaryOperator<Attempt> change) {
        return new Worked(attempts.stream().map(change).toList(), outside);
    }

    /** The results. */
    public OperationResults results() {
        return new OperationResults(attempts.stream().map(Attempt::result).toList(), outside);
    }
}
