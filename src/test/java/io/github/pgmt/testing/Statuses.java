package io.github.pgmt.testing;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How tenants might be. */
public final class Statuses {

    private Statuses() {}

    public static RunReport report(boolean failOnPending, TenantStatus... tenants) {
        return report(failOnPending, List.of(tenants));
    }

    public static RunReport report(boolean failOnPending, List<TenantStatus> tenants) {
        RunHead head = new RunHead(
                "status",
                Reports.RUN_ID,
                RunReport.Result.SUCCESS,
                Optional.empty(),
                Reports.STARTED_AT,
                Duration.ofSeconds(2),
                Optional.of(Reports.DATABASE));
        return new RunReport(head, new StatusReport(failOnPending, tenants));
    }

    /** The same, with a shared schema that is like this. */
    public static RunReport withShared(RunReport report, TenantStatus shared) {
        StatusReport body = (StatusReport) report.body();
        return new RunReport(report.head(), new StatusReport(body.failOnPending(), body.tenants(), List.of(shared)));
    }

    public static TenantStatus upToDate(String schema) {
        return sound(schema, State.UP_TO_DATE, 5, TenantStatus.ChangeSets.NONE);
    }

    public static TenantStatus pending(String schema, ChangeSetId... pending) {
        return sound(schema, State.PENDING, 3, changeSets(pending));
    }

    public static TenantStatus sound(String schema, State state, int applied, TenantStatus.ChangeSets changeSets) {
        return new TenantStatus(TenantId.of(schema), state, applied, changeSets, Optional.empty(), Optional.empty());
    }

    public static TenantStatus.ChangeSets changeSets(ChangeSetId... pending) {
        return new TenantStatus.ChangeSets(List.of(pending), Set.of(), List.of(), List.of(), List.of());
    }

    public static TenantStatus troubled(String schema, State state, String problem) {
        return new TenantStatus(
                TenantId.of(schema), state, 0, TenantStatus.ChangeSets.NONE, Optional.empty(), Optional.of(problem));
    }

    /** A tenant that is locked since 21:04 sharp. */
    public static TenantStatus locked(String schema, ChangeSetId... pending) {
        LockHolder holder = new LockHolder(
                Optional.of("app-1 (10.0.0.1)"),
                Optional.of(LocalDateTime.parse("2026-11-23T21:04:00.987")),
                "3 minutes");
        return new TenantStatus(
                TenantId.of(schema),
                State.LOCKED,
                3,
                changeSets(pending),
                Optional.of(holder),
                Optional.of("Held by app-1."));
    }
}
