package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.application.Application;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.proof.Claim;
import io.github.pgmt.migration.proof.OutsideWatch;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Removes tenants for good: their schemas and, if asked, their rows in the registry. */
public final class DropRun {

    private final RunContext context;
    private final boolean withRow;

    /** @param withRow the tenant's row in the registry's table goes too */
    public DropRun(RunContext context, boolean withRow) {
        this.context = context;
        this.withRow = withRow;
    }

    /**
     * Drops the selected tenants, or with {@code dryRun} only says what would be dropped, and asks the database afterwards.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong; nothing was changed
     * @throws InvalidChangelogException when the changelog is, and is needed to know whose a schema is; nothing was changed
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public OperationResults drop(TenantSelection selection, boolean dryRun) {
        Preflight preflight = Preflight.begin(context, dryRun);
        Survey survey = survey(selection);
        List<TenantResult> settled =
                new ArrayList<>(Refusals.ofNames(survey.selected(), survey.missingTenants()::notDropped));
        List<Tenant> tenants = new ArrayList<>();
        for (Tenant tenant : survey.selected().tenants()) {
            if (context.environment().reaches(tenant.home())) {
                tenants.add(tenant);
            } else {
                settled.add(TenantResult.failed(
                        tenant.id(), survey.histories().get(tenant).problem().orElseThrow()));
            }
        }
        preflight.requireRoom(tenants);
        context.listener().finished(settled);
        OperationResults worked =
                dryRun ? plan(tenants, survey, settled.size()) : drop(tenants, survey, settled.size());
        return worked.and(settled);
    }

    /**
     * Looks at the selected tenants as a dry run does, and drops none.
     *
     * @param lacking what the user has to say before they are dropped
     * @return why they would not be dropped in any case
     * @throws RunRefusedException with what is lacking, when they would be
     */
    public OperationResults refuse(TenantSelection selection, String lacking) {
        OperationResults looked = drop(selection, true);
        boolean wouldBeDropped = looked.tenants().stream().allMatch(tenant -> tenant.outcome() == Outcome.PLANNED);
        if (wouldBeDropped) {
            throw new RunRefusedException(lacking);
        }
        return looked;
    }

    private Survey survey(TenantSelection selection) {
        try {
            return Survey.ofOwnership(context, selection);
        } catch (InvalidChangelogException e) {
            throw new InvalidChangelogException(
                    "Whether the schema is this application's, its changelog has to tell. " + e.getMessage(), e);
        }
    }

    private OperationResults plan(List<Tenant> tenants, Survey survey, int failures) {
        return attempt(tenants, survey, failures, true, part -> Worked::of).results();
    }

    private OperationResults drop(List<Tenant> tenants, Survey survey, int failures) {
        return attempt(tenants, survey, failures, false, part -> asking(part, survey))
                .results();
    }

    private Application.Asking asking(InDatabase part, Survey survey) {
        RunContext within = part.context();
        OutsideWatch watch = OutsideWatch.begin(within.environment(), part.among(survey.listed()), part.tenants());
        return attempts -> confirmed(within, attempts, watch);
    }

    private Worked confirmed(RunContext within, List<Attempt> attempts, OutsideWatch watch) {
        OutsideWatch.Changes changes = watch.changes();
        Claim claim = new DropClaim(within, withRow, changes.vanished());
        return new Worked(
                new Verification(context.listener(), GoneTenants.NONE).verify(attempts, claim),
                OutsideWatch.texts(changes.appeared()));
    }

    private Worked attempt(
            List<Tenant> tenants,
            Survey survey,
            int failures,
            boolean dryRun,
            Function<InDatabase, Application.Asking> asking) {
        RunEnvironment environment = context.environment();
        DropRefusals refusals = new DropRefusals(survey, environment);
        // A tenant that is gone already is something to be told of, whoever it was.
        TenantMigrator migrator = new TenantMigrator(
                environment.engines(),
                context.options(),
                context.stop(),
                context.listener(),
                environment.places(),
                GoneTenants.NONE);
        return new Application(context, migrator)
                .apply(
                        tenants,
                        failures,
                        new DropStep(environment, context.listener(), refusals, withRow, dryRun),
                        asking);
    }
}
