package io.github.pgmt.migration.application;

import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.proof.CatalogProof;
import io.github.pgmt.migration.proof.ChangesClaim;
import io.github.pgmt.migration.proof.Claim;
import io.github.pgmt.migration.proof.HistoryEditWarnings;
import io.github.pgmt.migration.proof.OutsideWatch;
import io.github.pgmt.migration.proof.TenantsWatch;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.work.Confirmation;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does a step in many tenants and asks the database afterwards. After changesets that is: whether each tenant has them, and
 * whether anything appeared where no tenant lives.
 */
public final class Application {

    private final RunContext context;
    private final RunEnvironment environment;
    private final TenantMigrator migrator;

    public Application(RunContext context) {
        this(context, context.migrator());
    }

    /** @param migrator instead of the run's own */
    public Application(RunContext context, TenantMigrator migrator) {
        this.context = context;
        this.environment = context.environment();
        this.migrator = migrator;
    }

    /**
     * Changes every tenant that the failure policy lets start, and verifies what the step says.
     *
     * @param failures how many of the run's tenants have failed already
     * @param listed all tenants there are, which are not outside
     */
    public Worked apply(List<Tenant> tenants, int failures, List<ListedTenant> listed, TenantStep step) {
        return apply(tenants, List.of(), failures, listed, step, CatalogProof.none(environment.catalog()));
    }

    /**
     * The same, and verifies with them tenants that need not be opened.
     *
     * @param done what is said of these
     * @param proof what the tenants are to be confirmed by besides their histories
     */
    public Worked apply(
            List<Tenant> tenants,
            List<Attempt> done,
            int failures,
            List<ListedTenant> listed,
            TenantStep step,
            CatalogProof proof) {
        if (tenants.isEmpty() && done.isEmpty()) {
            return Worked.NONE;
        }
        OutsideWatch watch = OutsideWatch.begin(environment, listed, tenants);
        TenantsWatch tenantsWatch = TenantsWatch.begin(environment.catalog(), listed, tenants);
        return work(tenants, done, failures, step, attempts -> confirmed(attempts, watch, tenantsWatch, proof));
    }

    /**
     * Does a step that runs no changesets for every tenant that the failure policy lets start.
     *
     * @param asking what the database says of the attempts, once it is done
     */
    public Worked apply(List<Tenant> tenants, int failures, TenantStep step, Function<List<Attempt>, Worked> asking) {
        return tenants.isEmpty() ? Worked.NONE : work(tenants, List.of(), failures, step, asking);
    }

    private Worked work(
            List<Tenant> tenants,
            List<Attempt> done,
            int failures,
            TenantStep step,
            Function<List<Attempt>, Worked> asking) {
        List<Attempt> attempts = new ArrayList<>(done);
        attempts.addAll(migrator.forEach(tenants, failures, step));
        return Confirmation.of(context.listener(), Worked.of(attempts), () -> asking.apply(attempts), step::leave);
    }

    private Worked confirmed(
            List<Attempt> attempts, OutsideWatch watch, TenantsWatch tenantsWatch, CatalogProof proof) {
        OutsideWatch.Changes changes = watch.changes();
        if (!changes.vanished().isEmpty()) {
            context.listener()
                    .warned("Outside the tenants' schemas the run, or somebody meanwhile, removed: "
                            + String.join(", ", OutsideWatch.texts(changes.vanished())));
        }
        TenantsWatch.Changes within = tenantsWatch.changes();
        HistoryEditWarnings.tell(attempts, context.listener());
        Verification verification = new Verification(context);
        List<Attempt> byHistory = verification.judge(
                attempts, new ChangesClaim(context, attempts, changes.appeared(), environment.fleet()::histories));
        List<Attempt> byPlace = byHistory.stream().map(within::judge).toList();
        proof.note(byPlace);
        List<Attempt> verified = verification.judge(byPlace, proof);
        verification.tell(attempts, verified);
        if (!proof.gonePilots().isEmpty()) {
            context.listener()
                    .warned(
                            "Gone before the end, so that the tenants whose pilots they were are confirmed by their histories "
                                    + "alone: " + gone(proof) + ".");
        }
        within.warn(proof.others(), context.listener());
        return new Worked(verified, outside(changes.appeared(), within));
    }

    private static String gone(CatalogProof proof) {
        return proof.gonePilots().stream().map(Tenant::schema).sorted().collect(Collectors.joining(", "));
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
    public Worked confirm(List<Attempt> done, Map<Tenant, TenantHistory> histories) {
        Claim claim = new ChangesClaim(context, done, Set.of(), tenants -> histories);
        return Worked.of(new Verification(context).verify(done, claim));
    }
}
