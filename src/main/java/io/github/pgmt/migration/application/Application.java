package io.github.pgmt.migration.application;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.proof.CatalogProof;
import io.github.pgmt.migration.proof.HistoryEditWarnings;
import io.github.pgmt.migration.proof.OutsideWatch;
import io.github.pgmt.migration.proof.TenantsWatch;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.work.Confirmation;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Applies changesets in many tenants and asks the database afterwards: whether each tenant has them, and whether anything
 * appeared where no tenant lives.
 */
public final class Application {

    private final RunContext context;
    private final RunEnvironment environment;

    public Application(RunContext context) {
        this.context = context;
        this.environment = context.environment();
    }

    /**
     * Does the step for every tenant that the failure policy lets start, and verifies what it says.
     *
     * @param failures how many of the run's tenants have failed already
     * @param listed all tenants there are, which are not outside
     */
    public OperationResults apply(List<Tenant> tenants, int failures, List<ListedTenant> listed, TenantStep step) {
        return apply(tenants, List.of(), failures, listed, step, CatalogProof.none(environment.catalog()));
    }

    /**
     * The same, and verifies with them tenants that need not be opened.
     *
     * @param done what is said of these
     * @param proof what the tenants are to be confirmed by besides their histories
     */
    public OperationResults apply(
            List<Tenant> tenants,
            List<TenantMigrator.Attempt> done,
            int failures,
            List<ListedTenant> listed,
            TenantStep step,
            CatalogProof proof) {
        if (tenants.isEmpty() && done.isEmpty()) {
            return OperationResults.NONE;
        }
        OutsideWatch watch = OutsideWatch.begin(environment, listed, tenants);
        TenantsWatch tenantsWatch = TenantsWatch.begin(environment.catalog(), listed, tenants);
        List<TenantMigrator.Attempt> attempts = new ArrayList<>(done);
        attempts.addAll(context.migrator().forEach(tenants, failures, step));
        return Confirmation.of(
                context.listener(),
                results(attempts),
                () -> confirmed(attempts, watch, tenantsWatch, proof),
                step::leave);
    }

    private static OperationResults results(List<TenantMigrator.Attempt> attempts) {
        return new OperationResults(
                attempts.stream().map(TenantMigrator.Attempt::result).toList(), List.of());
    }

    private OperationResults confirmed(
            List<TenantMigrator.Attempt> attempts, OutsideWatch watch, TenantsWatch tenantsWatch, CatalogProof proof) {
        OutsideWatch.Changes changes = watch.changes();
        if (!changes.vanished().isEmpty()) {
            context.listener()
                    .warned("Outside the tenants' schemas the run, or somebody meanwhile, removed: "
                            + String.join(", ", OutsideWatch.texts(changes.vanished())));
        }
        TenantsWatch.Changes within = tenantsWatch.changes();
        HistoryEditWarnings.tell(attempts, context.listener());
        List<TenantResult> byHistory =
                new Verification(context).verify(attempts, changes.appeared(), environment.fleet()::histories);
        List<TenantResult> byPlace = byHistory.stream().map(within::judge).toList();
        List<TenantResult> verified = withoutGone(byPlace, proof.judge(attempts, byPlace));
        tellNotConfirmed(attempts, verified);
        if (!proof.gonePilots().isEmpty()) {
            context.listener()
                    .warned(
                            "Gone before the end, so that the tenants whose pilots they were are confirmed by their histories "
                                    + "alone: " + String.join(", ", proof.gonePilots()) + ".");
        }
        within.warn(proof.others(), context.listener());
        return new OperationResults(verified, outside(changes.appeared(), within));
    }

    /** A tenant that went between two looks is no different one; what was seen of it before stays true. */
    private List<TenantResult> withoutGone(List<TenantResult> before, List<TenantResult> judged) {
        List<String> refuted = new ArrayList<>();
        for (int index = 0; index < judged.size(); index++) {
            if (judged.get(index).outcome() != before.get(index).outcome()) {
                refuted.add(judged.get(index).schema());
            }
        }
        GoneTenants gone = context.gone();
        Set<String> missing = gone.among(refuted);
        return judged.stream()
                .map(result -> missing.contains(result.schema()) ? gone.of(result) : result)
                .toList();
    }

    private static List<String> outside(Set<FleetDatabase.OutsideObject> appeared, TenantsWatch.Changes withinTenants) {
        return Stream.concat(OutsideWatch.texts(appeared).stream(), withinTenants.outside().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Verifies tenants when there is nothing to do in any, by the histories that have just told so: to read them again would
     * take as long as all the rest of such a run.
     */
    public OperationResults confirm(List<TenantMigrator.Attempt> done, Map<String, TenantHistory> histories) {
        List<TenantResult> verified = new Verification(context).verify(done, Set.of(), schemas -> histories);
        tellNotConfirmed(done, verified);
        return new OperationResults(verified, List.of());
    }

    private void tellNotConfirmed(List<TenantMigrator.Attempt> attempts, List<TenantResult> verified) {
        for (int index = 0; index < verified.size(); index++) {
            boolean changed = verified.get(index).outcome()
                    != attempts.get(index).result().outcome();
            if (changed && !verified.get(index).gone()) {
                context.listener().hear(new RunEvent.TenantNotConfirmed(verified.get(index)));
            }
        }
    }
}
