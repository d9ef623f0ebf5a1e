package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.fleet.CodeLook;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.TablesLook;
import io.github.pgmt.migration.fleet.UntrustedCode;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What in schemas is not to be trusted: a run does not touch such tenants, and a shared schema it can only warn of. */
final class TrustFindings {

    private static final String CHECK = "untrusted";

    private final FleetDatabase fleet;

    TrustFindings(FleetDatabase fleet) {
        this.fleet = fleet;
    }

    List<Finding> of(Collection<Tenant> tenants, Collection<String> sharedSchemas) {
        List<Finding> findings = new ArrayList<>();
        TablesLook look = fleet.untrustedTables(tenants);
        if (!look.complaints().isEmpty()) {
            findings.add(ofTables(
                    look.complaints(),
                    "In " + look.complaints().size()
                            + " of the tenants, Liquibase's tables are not as Liquibase makes them, "
                            + "so that whoever changed them could run code of his as the role that migrates; no "
                            + "goal reads or writes them:",
                    "Find out who it was, make the tables as Liquibase makes them, or leave the tenants out with "
                            + "-Dpgmt.excludes."));
        }
        CodeLook codeLook = fleet.untrustedCode(tenants, sharedSchemas);
        Map<Tenant, String> unseen = new HashMap<>(look.unseen());
        codeLook.unseen().forEach((tenant, why) -> unseen.putIfAbsent(tenant, why.message()));
        if (!unseen.isEmpty()) {
            findings.add(unseen(unseen));
        }
        List<UntrustedCode> code = List.copyOf(codeLook.ofTenants().values());
        if (!code.isEmpty()) {
            findings.add(new Finding(
                            Severity.ERROR,
                            CHECK,
                            codeLook.ofTenants().keySet().stream()
                                    .map(Tenant::displayName)
                                    .sorted()
                                    .toList(),
                            "In " + code.size()
                                    + " of the tenants' schemas there are operators, casts or functions that a "
                                    + "changelog's statements can find in the place of PostgreSQL's own, and run as the role "
                                    + "that migrates; no migration touches them:",
                            code.get(0).advice())
                    .listing(code.stream().map(UntrustedCode::whatThereIs).toList()));
        }
        codeLook.ofShared()
                .forEach(shared -> findings.add(Finding.of(Severity.ERROR, CHECK, shared.warning(), shared.advice())));
        return findings;
    }

    private static Finding unseen(Map<Tenant, String> reasons) {
        return ofTables(
                reasons,
                "In " + reasons.size()
                        + " of the tenants it could not be seen whether Liquibase's tables are as Liquibase makes "
                        + "them. The server said:",
                "If somebody is changing the tables, run again when they are done; pg_locks and pg_stat_activity "
                        + "show who it is.");
    }

    private static Finding ofTables(Map<Tenant, String> reasons, String message, String advice) {
        List<Tenant> tenants = reasons.keySet().stream()
                .sorted(Comparator.comparing(Tenant::id))
                .toList();
        return new Finding(
                        Severity.ERROR,
                        CHECK,
                        tenants.stream().map(Tenant::displayName).toList(),
                        message,
                        advice)
                .listing(tenants.stream()
                        .map(tenant -> tenant.displayName() + ": " + reasons.get(tenant))
                        .toList());
    }
}
