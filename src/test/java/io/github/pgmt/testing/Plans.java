package io.github.pgmt.testing;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.PlannedChangeSet;
import io.github.pgmt.migration.plan.PlannedCohort;
import io.github.pgmt.migration.plan.PlannedDatabase;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.report.PlanFile;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The goal {@code plan}. */
public final class Plans {

    private Plans() {}

    /** Of two tenants, one of which is refused, and the shared schema. */
    public static RunReport report() {
        FleetPlan plan = new FleetPlan(
                List.of(new PlannedDatabase("", "app", Optional.of("7000000000000000001"), 17)),
                "4.33.0",
                new TreeMap<>(Map.of("changeLogFiles", "db/changelog.sql")),
                false,
                "0001",
                new TreeMap<>(Map.of("region", "0002")),
                List.of(cohort("public")),
                List.of(cohort("acme")),
                List.of(new RefusedTenant(TenantId.of("beta"), Failure.Kind.UNMANAGED, "It is broken.")),
                List.of("TenantHook: what com.acme.Hook does is known when it runs"));
        String file = PlanFile.text(plan, OutgoingText.inFiles(UnaryOperator.identity()));
        RunHead head = new RunHead(
                "plan",
                RunId.startingAt(Instant.EPOCH),
                RunReport.Result.SUCCESS,
                Optional.empty(),
                Instant.EPOCH,
                Duration.ofMillis(1),
                Optional.of("jdbc:postgresql://localhost/app"));
        return new RunReport(head, new PlanReport(Optional.of(plan), PlanFile.hash(file), Optional.empty()));
    }

    private static PlannedCohort cohort(String schema) {
        PlannedChangeSet changeSet = new PlannedChangeSet(
                Reports.FLAGS, Optional.of("9:0003"), "0004", PlannedChangeSet.Run.FIRST, false, Optional.empty());
        return new PlannedCohort(
                17, "0005", List.of(changeSet), new TreeMap<>(Map.of(TenantId.of(schema), Optional.of("0006"))));
    }
}
