package io.github.pgmt.migration.application;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.failure.UnexpectedError;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a migration does once in each of several databases. Where it fails, the tenants of that database are skipped and say why, and
 * the others go on.
 */
final class SharedWorkByDatabase {

    private static final String UNTOUCHED = " No tenant of this database was touched.";

    private final RunContext context;
    private final List<Tenant> tenants;
    private final UnaryOperator<TenantStep> keeping;
    private final TransactionWarnings warnings;
    private final Map<Database, SharedSteps> begun = new LinkedHashMap<>();
    private final Map<Database, TenantResult> shared = new LinkedHashMap<>();
    private final Map<Database, String> errors = new LinkedHashMap<>();

    /** @param keeping see {@link SharedWork} */
    SharedWorkByDatabase(RunContext context, List<Tenant> tenants, UnaryOperator<TenantStep> keeping) {
        this.keeping = keeping;
        this.context = context;
        this.tenants = tenants;
        this.warnings = new TransactionWarnings(context.listener());
    }

    /** @param work on those of the tenants that may be touched */
    OperationResults around(Function<List<Tenant>, OperationResults> work) {
        OperationResults results;
        try {
            results = work(unready(), work);
        } catch (RuntimeException | Error e) {
            begun.forEach((database, steps) -> end(steps)
                    .ifPresent(failure -> e.addSuppressed(new IllegalStateException(database.told(failure)))));
            throw e;
        }
        begun.forEach((database, steps) -> end(steps)
                .ifPresent(failure -> fail(database, failure + " What was done to the tenants before stays.")));
        return told(results);
    }

    /** Begins in each database. */
    private Set<Database> unready() {
        Set<Database> unready = new HashSet<>();
        for (InDatabase part : context.byDatabase(tenants)) {
            Database database = part.database();
            SharedSteps steps = new SharedSteps(part.context(), keeping);
            if (begins(database, steps)) {
                begun.put(database, steps);
                migrate(database, steps);
            }
            if (errors.containsKey(database)) {
                unready.add(database);
            }
        }
        return unready;
    }

    /** Whatever one database comes to, each of the others that have begun gets its end. */
    private static Optional<String> end(SharedSteps steps) {
        try {
            return steps.afterAll();
        } catch (RuntimeException | Error e) {
            return Optional.of("afterAllSql could not be run. " + UnexpectedError.describe(e));
        }
    }

    private boolean begins(Database database, SharedSteps steps) {
        try {
            steps.requireUsable(warnings);
            steps.beforeAll().ifPresent(failure -> fail(database, failure + UNTOUCHED));
        } catch (RunRefusedException | DatabaseUnavailableException e) {
            fail(database, e.getMessage());
        }
        return !errors.containsKey(database);
    }

    private void migrate(Database database, SharedSteps steps) {
        steps.migrate().ifPresent(result -> {
            shared.put(database, result);
            if (!SharedSteps.isDone(result)) {
                fail(
                        database,
                        SharedSteps.error(result)
                                        .orElse("The run was interrupted before the shared changelog was applied.")
                                + UNTOUCHED);
            }
        });
    }

    /** What failed first counts. */
    private void fail(Database database, String error) {
        context.listener().warned(database.told(error));
        errors.putIfAbsent(database, error);
    }

    private OperationResults work(Set<Database> unready, Function<List<Tenant>, OperationResults> work) {
        List<TenantResult> skipped = new ArrayList<>();
        List<Tenant> ready = new ArrayList<>();
        for (Tenant tenant : tenants) {
            if (unready.contains(tenant.home())) {
                skipped.add(TenantResult.skipped(tenant.id(), Optional.of(errors.get(tenant.home()))));
            } else {
                ready.add(tenant);
            }
        }
        context.listener().finished(skipped);
        return (ready.isEmpty() ? OperationResults.NONE : work.apply(ready)).and(skipped);
    }

    private OperationResults told(OperationResults results) {
        Optional<String> error = Optional.of(errors.entrySet().stream()
                        .map(failed -> failed.getKey().told(failed.getValue()))
                        .collect(Collectors.joining("\n")))
                .filter(text -> !text.isEmpty());
        return results.with(List.copyOf(shared.values()), error);
    }

    /** What would be done; the work itself is another dry run. */
    OperationResults planAround(Supplier<OperationResults> work) {
        for (InDatabase part : context.byDatabase(tenants)) {
            Database database = part.database();
            SharedSteps steps = new SharedSteps(part.context(), keeping);
            try {
                steps.requireUsable(warnings);
                TenantResult planned = steps.plan();
                shared.put(database, planned);
                SharedSteps.error(planned).ifPresent(error -> fail(database, error));
            } catch (RunRefusedException | DatabaseUnavailableException e) {
                fail(database, e.getMessage());
            }
        }
        return told(work.get());
    }
}
