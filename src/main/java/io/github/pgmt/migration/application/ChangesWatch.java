package io.github.pgmt.migration.application;

import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.proof.CatalogProof;
import io.github.pgmt.migration.proof.ChangesClaim;
import io.github.pgmt.migration.proof.HistoryEditWarnings;
import io.github.pgmt.migration.proof.OutsideWatch;
import io.github.pgmt.migration.proof.TenantsWatch;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Watches one database while changesets run in tenants of it, and asks it afterwards whether they did what is said of them. */
final class ChangesWatch {

    private final InDatabase part;
    private final RunContext context;
    private final OutsideWatch outside;
    private final TenantsWatch tenants;
    private final CatalogProof proof;

    private ChangesWatch(InDatabase part, OutsideWatch outside, TenantsWatch tenants, CatalogProof proof) {
        this.part = part;
        this.context = part.context();
        this.outside = outside;
        this.tenants = tenants;
        this.proof = proof;
    }

    /**
     * To be called before the first tenant is changed.
     *
     * @param listed all tenants there are, which are not outside
     * @param proof what the tenants are to be confirmed by besides their histories
     */
    static ChangesWatch begin(InDatabase part, List<ListedTenant> listed, CatalogProof proof) {
        RunContext context = part.context();
        List<ListedTenant> here = part.among(listed);
        return new ChangesWatch(
                part,
                OutsideWatch.begin(context.environment(), here, part.tenants()),
                TenantsWatch.begin(context.environment().catalog(), here, part.tenants()),
                proof);
    }

    /** What the database says of the attempts. */
    Worked confirmed(List<Attempt> attempts) {
        OutsideWatch.Changes changes = outside.changes();
        if (!changes.vanished().isEmpty()) {
            part.warn("Outside the tenants' schemas the run, or somebody meanwhile, removed: "
                    + String.join(", ", OutsideWatch.texts(changes.vanished())));
        }
        TenantsWatch.Changes within = tenants.changes();
        HistoryEditWarnings.tell(attempts, context.listener());
        Verification verification = new Verification(context);
        List<Attempt> byHistory = verification.judge(
                attempts,
                new ChangesClaim(
                        context,
                        attempts,
                        changes.appeared(),
                        context.environment().fleet()::histories));
        List<Attempt> byPlace = byHistory.stream().map(within::judge).toList();
        proof.note(byPlace);
        List<Attempt> verified = verification.judge(byPlace, proof);
        verification.tell(attempts, verified);
        if (!proof.gonePilots().isEmpty()) {
            part.warn(
                    "Gone before the end, so that the tenants whose pilots they were are confirmed by their histories "
                            + "alone: " + gone() + ".");
        }
        within.warn(proof.others(), part::warn);
        return new Worked(verified, outside(changes.appeared(), within));
    }

    private String gone() {
        return proof.gonePilots().stream().map(Tenant::displayName).sorted().collect(Collectors.joining(", "));
    }

    private static List<String> outside(Set<FleetDatabase.OutsideObject> appeared, TenantsWatch.Changes withinTenants) {
        return Stream.concat(OutsideWatch.texts(appeared).stream(), withinTenants.outside().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
