package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.application.DryRun;
import io.github.pgmt.migration.application.JudgedByDatabase;
import io.github.pgmt.migration.application.SharedWork;
import io.github.pgmt.migration.application.UpdateByCohort;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.cohort.NewTenants;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.proof.Claim;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.migration.survey.FilterCheck;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.work.Confirmation;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.ExpectedTenants;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Listing;
import io.github.pgmt.tenant.SchemaName;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantNames;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes tenants: creates the schemas of the selected ones that are missing, and migrates all of them. A schema that the run
 * created goes again when its tenant fails.
 */
public final class SetUpRun {

    /** Of a tenant that had been begun and waited for another session when the run stopped. */
    private static final Failure STOPPED =
            Failure.of(Failure.Kind.CONNECTION, "The run stopped while the tenant waited for somebody who held it.");

    private final RunContext context;
    private final RunEnvironment environment;
    private final NewSchema newSchema;
    private final CreatedSchemas created;

    public SetUpRun(RunContext context, NewSchema newSchema) {
        this.context = context;
        this.environment = context.environment();
        this.newSchema = newSchema;
        this.created = new CreatedSchemas(environment.newSchemas());
    }

    /**
     * Makes them, or with {@code dryRun} only says what would be applied. Nothing selected is an empty result.
     *
     * @throws InvalidSelectionException when the selection is wrong, or a name can be no tenant's;
     *     nothing was changed
     * @throws InvalidChangelogException when the changelog is; nothing was changed
     * @throws RunRefusedException when a role does not exist, no tenant was made with this changelog, or the server does not
     *     let the run go well; no tenant was touched
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public OperationResults setUp(TenantSelection selection, boolean dryRun) {
        return setUp(selection, dryRun, environment.tenants()::listing);
    }

    /** @param listing all tenants, where they may have been read already */
    OperationResults setUp(TenantSelection selection, boolean dryRun, Supplier<Listing> listing) {
        Preflight preflight = Preflight.begin(context, dryRun);
        if (context.isInOneDatabase()) {
            requireRoles();
        }
        Listing listed = listing.get();
        ExpectedTenants tenants = withNewTenants(selection, listed.tenants());
        RunContext run = context.expecting(tenants.expected()).selecting(selection);
        Discovery found = Discovery.of(new Listing(tenants.among(listed.tenants()), listed.unlisted()), selection);
        requireRolesOfEach(found.selected().tenants());
        Survey survey = Survey.of(run, found, environment.fleet()::histories);
        UpdateByCohort.requirePilot(run, survey);
        SetUpTriage.Sorted sorted =
                new SetUpTriage(environment, tenants, survey, newSchema.caseClashAllowed(), run.gone()).sort();
        context.listener().finished(sorted.failed());
        FilterCheck filter = new FilterCheck(run, survey);
        filter.requireSomethingFor(sorted.workable());
        filter.warn();
        preflight.requireRoom(sorted.workable());
        int failures = sorted.failed().size();
        SharedWork shared = new SharedWork(run);
        OperationResults worked = dryRun
                ? shared.planAround(
                        sorted.workable(),
                        () -> DryRun.ofMigration(
                                run, survey, sorted.workable(), failures, Optional.of(newSchema), Optional.empty()))
                : shared.around(
                        sorted.workable(), failures, ready -> apply(run, ready, sorted, survey, shared, preflight));
        return new SecondLook(run, selection, survey.listed()).at(worked.and(sorted.failed()), true);
    }

    /** @throws RunRefusedException when a role that is to have rights in the new schemas of the only database does not exist */
    void requireRoles() {
        requireRoles(environment);
    }

    /** Of several databases those that the run works in; one that is lost by now says so of its tenants. */
    private void requireRolesOfEach(List<Tenant> tenants) {
        if (context.isInOneDatabase()) {
            return;
        }
        List<Tenant> reached = tenants.stream()
                .filter(tenant -> environment.reaches(tenant.home()))
                .toList();
        for (InDatabase part : context.byDatabase(reached)) {
            try {
                requireRoles(part.context().environment());
            } catch (RunRefusedException e) {
                throw new RunRefusedException("Database " + part.database() + ": " + e.getMessage(), e);
            } catch (DatabaseUnavailableException e) {
                // Its tenants fail by that.
            }
        }
    }

    private void requireRoles(RunEnvironment within) {
        requireRoles("schemaOwner", newSchema.owner().stream().toList(), within);
        requireRoles("grantTo", newSchema.grantTo(), within);
    }

    private static void requireRoles(String parameter, Collection<String> roles, RunEnvironment within) {
        Collection<String> missing = within.newSchemas().missingRoles(roles);
        if (!missing.isEmpty()) {
            throw new RunRefusedException("-Dpgmt." + parameter + ": there is no role "
                    + missing.stream().map(role -> "\"" + role + "\"").collect(Collectors.joining(", "))
                    + " on this server (names mind case). Create it, or correct the name. Nothing was changed.");
        }
    }

    /** Tenants that are asked for by name and are listed once they have a schema. */
    private ExpectedTenants withNewTenants(TenantSelection selection, List<ListedTenant> listed) {
        TenantSource source = environment.tenants();
        TenantNames known = TenantNames.of(listed);
        requireUsableIfAlone(selection, known);
        List<ListedTenant> expected = selection.exact().stream()
                .filter(name -> !known.contains(name))
                .flatMap(name -> newTenant(name).stream())
                .toList();
        return new ExpectedTenants(source, expected);
    }

    /** Where databases are listed, who is to be made in which of them has to be said. */
    private Optional<ListedTenant> newTenant(TenantId name) {
        if (context.isInOneDatabase()) {
            return environment.tenants().newTenant(name.schema());
        }
        return environment
                .reached(name.database())
                .flatMap(database -> environment.within(database).tenants().newTenant(name.schema()));
    }

    /** Of several names each is a tenant's own trouble; a single one is all that there is to say. */
    private static void requireUsableIfAlone(TenantSelection selection, TenantNames listed) {
        List<TenantId> asked = selection.exact();
        if (asked.size() == 1 && selection.names().isEmpty() && !listed.contains(asked.get(0))) {
            SchemaName.objection(asked.get(0).schema()).ifPresent(reason -> {
                throw new InvalidSelectionException(reason + " Nothing was changed.");
            });
        }
    }

    private OperationResults apply(
            RunContext run,
            List<Tenant> ready,
            SetUpTriage.Sorted sorted,
            Survey survey,
            SharedWork shared,
            Preflight preflight) {
        NewTenants newTenants = new TenantsToMake(environment, newSchema, sorted.missing(), survey.refusals());
        Worked worked = new UpdateByCohort(run, survey, shared, preflight)
                .apply(
                        ready,
                        sorted.failed().size(),
                        newTenants,
                        migration -> new SetUpStep(run, migration, newTenants, created));
        return withRows(worked).map(this::takenBack).results();
    }

    /** Each database is asked by itself: one that is lost by now leaves the tenants of others confirmed. */
    private Worked withRows(Worked worked) {
        List<InDatabase> parts = context.byDatabase(
                worked.attempts().stream().map(Attempt::tenant).toList());
        Worked judged = JudgedByDatabase.of(
                parts,
                worked.attempts(),
                (part, theirs) -> Confirmation.of(
                        part::warn,
                        Worked.of(theirs),
                        () -> Worked.of(withRows(part.context().environment().tenants(), theirs)),
                        created::leave));
        return new Worked(judged.attempts(), worked.outside());
    }

    private List<Attempt> withRows(TenantSource source, List<Attempt> attempts) {
        Claim claim = Claim.of(Outcome.CREATED, made -> unlisted(source, made));
        return new Verification(context.listener(), GoneTenants.NONE).judge(attempts, claim);
    }

    /** Schemas that were made for a row that is there no more: somebody took it back meanwhile. */
    private static Map<Tenant, String> unlisted(TenantSource source, List<Attempt> made) {
        if (source.origin() != TenantOrigin.REGISTRY) {
            return Map.of();
        }
        Set<TenantId> listed = source.list().stream().map(ListedTenant::id).collect(Collectors.toSet());
        return made.stream()
                .map(Attempt::tenant)
                .filter(tenant -> !listed.contains(tenant.id()))
                .collect(Collectors.toMap(
                        Function.identity(),
                        tenant -> "The tenant's row was removed from the registry while its schema was made."));
    }

    /** Why one that had been begun, and waited for another session, was not gone on with. */
    private static Failure stopped(TenantResult skipped) {
        return skipped.reason()
                .map(reason -> Failure.of(Failure.Kind.CONNECTION, "Somebody held the tenant. " + reason))
                .orElse(STOPPED);
    }

    /** Of tenants that failed when their work seemed done: not confirmed by the database, or held until the end. */
    private Attempt takenBack(Attempt attempt) {
        Tenant tenant = attempt.tenant();
        TenantResult result = attempt.result();
        Optional<Failure> cause = result.outcome() == Outcome.SKIPPED ? Optional.of(stopped(result)) : result.failure();
        if (cause.isEmpty() || result.gone() || !created.isOpen(tenant)) {
            return attempt;
        }
        Failure failure = created.takeBack(tenant, cause.get());
        context.listener().warned(tenant.displayName() + ": " + created.fate(tenant));
        boolean stays = environment.newSchemas().isCreated(tenant);
        return attempt.with(TenantResult.failed(
                tenant.id(), result.duration(), stays ? result.changeSets() : TenantResult.ChangeSets.NONE, failure));
    }
}
