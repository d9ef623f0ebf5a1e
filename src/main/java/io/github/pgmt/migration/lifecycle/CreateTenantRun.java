package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.ChangelogFilter;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.fleet.TenantRegister;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.tenant.ExpectedTenants;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Listing;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Makes one tenant from its row in the registry to its tables: all of it, or nothing. The row is committed first, since
 * the tenant's tables may refer to it.
 */
public final class CreateTenantRun {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final RunContext context;
    private final RunEnvironment environment;
    private final NewSchema newSchema;
    private final Map<String, String> attributes;

    /** @param attributes what the row is to have besides the tenant's name, by column; may be secret */
    public CreateTenantRun(RunContext context, NewSchema newSchema, Map<String, String> attributes) {
        this.context = context;
        this.environment = context.environment();
        this.newSchema = newSchema;
        this.attributes = Map.copyOf(attributes);
    }

    /**
     * Makes the tenant, or with {@code dryRun} tries the row out and says what would be applied.
     *
     * @param selection names the tenant by its schema
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the name can be no tenant's; nothing was changed
     * @throws InvalidChangelogException when the changelog is wrong; nothing was changed
     * @throws RunRefusedException when the tenant cannot be made as configured; nothing was changed
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public OperationResults create(TenantSelection selection, boolean dryRun) {
        TenantId one = selection.requireOne("makes");
        if (!context.isInOneDatabase()) {
            RunContext within = context.within(environment.named(one.database()));
            return new CreateTenantRun(within, newSchema, attributes).create(selection, dryRun);
        }
        String schema = one.schema();
        TenantRegister register = register();
        Preflight.begin(context, false).requireRoom(1);
        new SetUpRun(context, newSchema).requireRoles();
        if (!isSelected(schema, selection)) {
            return OperationResults.NONE;
        }
        TenantRegister.NewRow row = insert(register, schema);
        try (row) {
            requireReadable(row.tenant());
            if (!dryRun) {
                row.keep();
            }
        }
        return dryRun ? plan(row, selection) : setUp(selection, row);
    }

    private TenantRegister register() {
        if (environment.tenants() instanceof TenantRegister register) {
            return register;
        }
        throw new RunRefusedException("create-tenant inserts the tenant's row into a table: name it with "
                + "-Dpgmt.tenantTable. Without a registry, setup-tenant makes a tenant.");
    }

    /** Checks the name, too. */
    private boolean isSelected(String schema, TenantSelection selection) {
        List<ListedTenant> listed = environment.tenants().list();
        List<String> taken = Stream.concat(
                        environment.newSchemas().existing().stream(),
                        listed.stream().map(ListedTenant::schema))
                .toList();
        new NewSchemaNames(taken, environment.sharedSchemas(), newSchema.caseClashAllowed())
                .refusal(schema)
                .ifPresent(refusal -> {
                    throw new RunRefusedException(refusal.message());
                });
        List<ListedTenant> withNew = new ExpectedTenants(
                        environment.tenants(),
                        List.of(new ListedTenant(environment.database(), schema, schema, Map.of())))
                .among(listed);
        return !selection.select(withNew).tenants().isEmpty();
    }

    /** Waits for another run that works on the tenant. */
    private TenantRegister.NewRow insert(TenantRegister register, String schema) {
        Duration lockWait = context.options().retrying().lockWait();
        long giveUp = System.nanoTime() + lockWait.toNanos();
        boolean told = false;
        while (true) {
            try {
                return register.insert(schema, attributes);
            } catch (TenantUnavailableException e) {
                if (context.stop().isRequested() || System.nanoTime() - giveUp > 0) {
                    throw new RunRefusedException(e.getMessage() + " Nothing was changed.", e);
                }
                if (!told) {
                    context.listener()
                            .hear(new RunEvent.TenantWaits(
                                    environment.database().id(schema), e.getMessage(), lockWait));
                    told = true;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    /** Before the row is seen by anybody: what its insertion sets going in the application cannot be taken back. */
    private void requireReadable(ListedTenant tenant) {
        try (MigrationEngine engine = environment.engines().open()) {
            ChangelogFilter filter = engine.read(tenant.toTenant()).filter();
            if (filter.leavesNothing()) {
                throw new RunRefusedException(
                        filter.refusal() + " So there would be nothing for the new tenant. Nothing was changed.");
            }
            engine.loadHooks();
        }
        if (context.stop().isRequested()) {
            throw new RunRefusedException("The run was interrupted before anything was changed.");
        }
    }

    private OperationResults plan(TenantRegister.NewRow row, TenantSelection selection) {
        ExpectedTenants tenants = new ExpectedTenants(environment.tenants(), List.of(row.tenant()));
        OperationResults planned = new SetUpRun(context.listing(tenants), newSchema)
                .setUp(selection, true, () -> Listing.of(row.listed()));
        return planned.preview()
                .map(preview -> planned.previewing(preview.inserting(row.inserted())))
                .orElse(planned);
    }

    private OperationResults setUp(TenantSelection selection, TenantRegister.NewRow row) {
        try {
            return new SetUpRun(context, newSchema)
                    .setUp(selection, false, () -> Listing.of(row.listed()))
                    .map(result -> settled(result, row));
        } catch (RuntimeException | Error e) {
            context.listener().warned(fateOf(row));
            throw e;
        }
    }

    private TenantResult settled(TenantResult result, TenantRegister.NewRow row) {
        boolean made = result.outcome() != Outcome.FAILED && result.outcome() != Outcome.SKIPPED;
        if (made) {
            return result;
        }
        String fate = fateOf(row);
        if (result.failure().isEmpty()) {
            context.listener().warned(fate);
            return result;
        }
        return TenantResult.failed(
                result.id(),
                result.duration(),
                result.changeSets(),
                result.failure().get().and(fate));
    }

    private String fateOf(TenantRegister.NewRow row) {
        Optional<String> reason = row.remove();
        return reason.map(text -> "The tenant's row in the registry stays: " + text)
                .orElse("The tenant's row in the registry was removed again.");
    }
}
