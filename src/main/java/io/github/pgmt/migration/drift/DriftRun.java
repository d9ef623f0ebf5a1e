package io.github.pgmt.migration.drift;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.FleetDrift;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.migration.survey.TrustedHistories;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.UnknownTenant;
import io.github.pgmt.tenant.UnusableTenant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares tenants that have the same changesets in their histories. Needs no changelog, writes nothing and opens no tenant.
 */
public final class DriftRun {

    private final TenantSource tenants;
    private final FleetDatabase fleet;
    private final FleetDrift drift;
    private final RunId runId;
    private final MigrationListener listener;

    public DriftRun(
            TenantSource tenants, FleetDatabase fleet, FleetDrift drift, RunId runId, MigrationListener listener) {
        this.tenants = tenants;
        this.fleet = fleet;
        this.drift = drift;
        this.runId = runId;
        this.listener = listener;
    }

    /**
     * How the selected tenants are to one another, or to one that is right.
     *
     * @param database the database's name in every tenant
     * @param failOnDrift see {@link DriftReport}
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws RunRefusedException when there is no such reference
     * @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the database fails under the run itself
     */
    public DriftReport report(TenantSelection selection, DriftReference reference, boolean failOnDrift) {
        Discovery found = Discovery.of(tenants.listing(), selection).starting(runId, listener);
        Optional<Tenant> right = reference.tenant().map(name -> tenant(name, selection, found));
        List<Tenant> all = new ArrayList<>(found.selected().tenants());
        right.filter(tenant -> !all.contains(tenant)).ifPresent(all::add);
        Map<Tenant, TenantHistory> histories = TrustedHistories.read(fleet, all, fleet::histories);
        right.ifPresent(tenant -> requireReadable(tenant, histories.get(tenant)));
        Findings findings = new Findings();
        addNames(found, findings);
        Map<Tenant, TenantHistory> comparable = new LinkedHashMap<>();
        histories.forEach((tenant, history) ->
                notComparable(tenant, history).ifPresentOrElse(findings::add, () -> comparable.put(tenant, history)));
        new FleetComparison(fleet, drift, right, comparable, findings).compare();
        DriftReport report = findings.report(failOnDrift);
        requireEach(all, report);
        return right.isPresent() && !found.selected().tenants().contains(right.get())
                ? without(right.get(), report)
                : report;
    }

    /** A tenant that nothing is said of would be taken for one that is as it should be. */
    private static void requireEach(List<Tenant> tenants, DriftReport report) {
        Set<TenantId> told = report.tenants().stream().map(TenantDrift::id).collect(Collectors.toSet());
        for (Tenant tenant : tenants) {
            if (!told.contains(tenant.id())) {
                throw new IllegalStateException(
                        "Nothing came of the comparison of the tenant " + tenant.displayName() + ".");
            }
        }
    }

    private static DriftReport without(Tenant right, DriftReport report) {
        return new DriftReport(
                report.failOnDrift(),
                report.groups(),
                report.variants(),
                report.tenants().stream()
                        .filter(tenant -> !tenant.id().equals(right.id()))
                        .toList());
    }

    private Tenant tenant(String name, TenantSelection selection, Discovery found) {
        return selection.only(name).select(found.listed()).tenants().stream()
                .findFirst()
                .orElseThrow(() -> new RunRefusedException("-Dpgmt.referenceTenant: "
                        + found.missing().of(selection.id(name)).message()));
    }

    private static void requireReadable(Tenant right, TenantHistory history) {
        notComparable(right, history).ifPresent(tenant -> {
            throw new RunRefusedException("-Dpgmt.referenceTenant=" + right.displayName() + " cannot be compared with: "
                    + tenant.reason().orElseThrow());
        });
    }

    private static void addNames(Discovery found, Findings findings) {
        for (TenantId name : found.selected().missing()) {
            findings.add(TenantDrift.without(
                    name, State.NOT_COMPARED, found.missing().of(name).message()));
        }
        for (UnknownTenant tenant : found.selected().unknown()) {
            findings.add(TenantDrift.without(tenant.id(), State.UNREADABLE, tenant.reason()));
        }
        for (UnusableTenant tenant : found.selected().unusable()) {
            findings.add(TenantDrift.without(tenant.id(), State.UNREADABLE, tenant.reason()));
        }
    }

    private static Optional<TenantDrift> notComparable(Tenant tenant, TenantHistory history) {
        return switch (history.state()) {
            case EMPTY, MANAGED -> history.lock().map(lock -> TenantDrift.without(tenant.id(), State.BUSY, LOCKED));
            case MISSING ->
                Optional.of(TenantDrift.without(
                        tenant.id(),
                        State.NOT_COMPARED,
                        "The tenant has no schema. pgmt:setup-all-tenants makes the schemas that are missing."));
            case UNMANAGED ->
                Optional.of(
                        TenantDrift.without(
                                tenant.id(),
                                State.NOT_COMPARED,
                                "The schema has objects and no history of Liquibase, so what it should have is not known. If it is a "
                                        + "tenant, adopt it with pgmt:changelog-sync; if not, leave it out with -Dpgmt.excludes."));
            case UNREADABLE, UNTRUSTED, NAME -> Optional.of(unread(tenant, history));
        };
    }

    static final String LOCKED = "Liquibase's lock is set, so somebody is changing the tenant, or was when he died: "
            + "run again when he is done, or look at pgmt:release-locks.";

    private static TenantDrift unread(Tenant tenant, TenantHistory history) {
        Failure problem = history.problem().orElseThrow();
        State state = problem.kind() == Failure.Kind.LOCKED ? State.BUSY : State.UNREADABLE;
        return TenantDrift.without(tenant.id(), state, problem.message());
    }
}
