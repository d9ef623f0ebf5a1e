package io.github.pgmt.migration.application;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.cohort.CohortMigration;
import io.github.pgmt.migration.cohort.Grouping;
import io.github.pgmt.migration.cohort.NewTenants;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.planning.MigrationPlans;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.ExtensionCheck;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Applies to tenants what is due in each, by cohort, and asks the database afterwards. Tenants in which nothing is due are
 * never opened.
 */
public final class UpdateByCohort {

    private final RunContext context;
    private final Survey survey;
    private final SharedWork shared;
    private final Preflight preflight;
    private final Optional<HeldTenants> held;

    /** Of all that is due. */
    public UpdateByCohort(RunContext context, Survey survey, SharedWork shared, Preflight preflight) {
        this(context, survey, shared, preflight, Optional.empty());
    }

    /**
     * @param shared the work around this one, once its hooks are loaded and what is before the tenants is done
     * @param held what it is held to, if it carries out a plan
     */
    public UpdateByCohort(
            RunContext context, Survey survey, SharedWork shared, Preflight preflight, Optional<HeldTenants> held) {
        this.held = held;
        this.context = context;
        this.survey = survey;
        this.shared = shared;
        this.preflight = preflight;
    }

    /**
     * A mistyped name must not let another tenant go first.
     *
     * @throws InvalidSelectionException when the pilot is none of the selected tenants
     */
    public static void requirePilot(RunContext context, Survey survey) {
        Optional<TenantId> pilot = context.options().replaying().pilot().map(context.selection()::id);
        TenantNames selected = TenantNames.of(survey.selected().tenants());
        if (pilot.isPresent() && !selected.isEmpty() && !selected.contains(pilot.get())) {
            throw new InvalidSelectionException("-Dpgmt.pilot=" + pilot.get() + " is none of the selected tenants."
                    + selected.didYouMean(pilot.get())
                    + " list-tenants shows which these are. Nothing was changed.");
        }
    }

    /** The same in tenants that are all there. */
    public Worked apply(List<Tenant> tenants, int failures) {
        return apply(tenants, failures, NewTenants.NONE, HeldTenants.keeping(held));
    }

    /**
     * Does it.
     *
     * @param failures how many of the run's tenants have failed already
     * @param newTenants those of the tenants that have to be made first
     * @param around the migration of a tenant with what is done before and after it
     */
    public Worked apply(List<Tenant> tenants, int failures, NewTenants newTenants, UnaryOperator<TenantStep> around) {
        Grouping grouping = grouping(tenants, failures);
        grouping.current().forEach(attempt -> context.listener().hear(new RunEvent.TenantFinished(attempt.result())));
        if (grouping.others().isEmpty()) {
            return new Application(context).confirm(grouping.current(), survey.histories());
        }
        preflight.warn(grouping.others());
        CohortMigration migration =
                new CohortMigration(context, grouping, survey.histories(), newTenants, shared.tenantsAreHooked());
        return new Application(context)
                .apply(
                        migration.order(),
                        grouping.current(),
                        failures,
                        survey.listed(),
                        around.apply(migration),
                        migration::beginProof);
    }

    private Grouping grouping(List<Tenant> tenants, int failures) {
        if (context.options().stopsAfter(failures)) {
            return Grouping.none(tenants);
        }
        TransactionWarnings warnings = new TransactionWarnings(context.listener());
        MigrationPlans planned = MigrationPlans.ahead(
                context,
                survey.changelog().end().howFar(),
                tenants,
                survey.histories(),
                tenant -> held.flatMap(all -> all.of(tenant)));
        if (shared.tenantsAreHooked() && !mayBeReplayed()) {
            planned.all().values().forEach(warnings::of);
            return Grouping.apart(tenants, planned).refusing(refused(planned.all()));
        }
        Grouping grouping = Grouping.of(context, tenants, planned, shared.tenantsAreHooked());
        grouping.groups().forEach(group -> warnings.of(group.plan()));
        return grouping.refusing(refused(grouping.plans()));
    }

    /** The files around a tenant and what is replayed between them have a session each. */
    private boolean mayBeReplayed() {
        return shared.hooksLeaveNothing() && context.options().atomicity() == Atomicity.CHANGESET;
    }

    /** What is shared has been worked on by now, and may have made extensions. */
    private Map<Tenant, Failure> refused(Map<Tenant, MigrationPlan> plans) {
        return ExtensionCheck.refused(context, survey.listed(), plans);
    }
}
