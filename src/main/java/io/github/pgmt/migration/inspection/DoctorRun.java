package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.databases.RoutedExamination;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.FleetExamination;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.util.ArrayList;
import java.util.List;

/** Examines the server and the selected tenants. Needs no changelog, writes nothing and opens no tenant. */
public final class DoctorRun {

    private final TenantSource tenants;
    private final TenantSource catalog;
    private final FleetDatabase fleet;
    private final LiquibaseLocks locks;
    private final FleetExamination examination;

    /** @param catalog the schemas that would be tenants if there were no registry */
    public DoctorRun(
            TenantSource tenants,
            TenantSource catalog,
            FleetDatabase fleet,
            LiquibaseLocks locks,
            FleetExamination examination) {
        this.tenants = tenants;
        this.catalog = catalog;
        this.fleet = fleet;
        this.locks = locks;
        this.examination = examination;
    }

    /**
     * Looks at all that there is; a selection without a tenant is a finding like others.
     *
     * @param database the database's name in every tenant
     * @param threads how many tenants a migration works on at once
     * @param failIfNoTenants whether no tenant is an error
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public DoctorReport examine(TenantSelection selection, int threads, boolean failIfNoTenants) {
        List<Finding> findings = new ArrayList<>(examination.server(new ConnectionNeeds(threads)));
        List<Finding> ofRegistry = examination.registry();
        findings.addAll(ofRegistry);
        if (ofRegistry.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            return new DoctorReport(0, findings);
        }
        Discovery found = Discovery.of(tenants.listing(), selection);
        List<Tenant> selected = found.selected().tenants();
        int count = found.selected().count();
        if (count == 0) {
            findings.add(noTenants(failIfNoTenants ? Severity.ERROR : Severity.INFO));
        }
        LooksByDatabase looks = new LooksByDatabase();
        TenantFindings ofTenants = new TenantFindings(tenants, fleet, locks.read(selected), looks);
        findings.addAll(ofTenants.notFound(found));
        findings.addAll(examination.tenants(selected, threads));
        findings.addAll(ofTenants.states());
        findings.addAll(new TrustFindings(fleet).of(ofTenants.reached(), examination.sharedSchemas()));
        findings.addAll(ofTenants.locks(locks));
        findings.addAll(ofTenants.invalidIndexes());
        findings.addAll(
                TenantFindings.unregistered(Unregistered.schemas(tenants, catalog, fleet, found.listed(), looks)));
        looks.lost().forEach((database, why) -> findings.add(RoutedExamination.lost(database, why)));
        return new DoctorReport(count, findings.stream().distinct().toList());
    }

    private Finding noTenants(Severity severity) {
        return Finding.of(
                severity,
                "tenants",
                "No tenants were found in " + tenants.description() + ", or none is left by the selection.",
                "Look whether this is the right database (-Dpgmt.url) and the right selection; if that is so, set "
                        + "-Dpgmt.failIfNoTenants=false.");
    }
}
