package io.github.pgmt.testing;

import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.tenant.LeftOutTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lists of tenants as they might have been made. */
public final class Lists {

    private Lists() {}

    public static RunReport report(List<TenantEntry> tenants, LeftOutTenant... leftOut) {
        RunHead head = new RunHead(
                "list-tenants",
                Reports.RUN_ID,
                RunReport.Result.SUCCESS,
                Optional.empty(),
                Reports.STARTED_AT,
                Duration.ofSeconds(2),
                Optional.of(Reports.DATABASE));
        return new RunReport(head, new ListReport(tenants, List.of(leftOut)));
    }

    /** A tenant of a registry, with 12 tables and 1.5 MB. */
    public static TenantEntry managed(String schema) {
        return new TenantEntry(
                TenantId.of(schema),
                schema,
                TenantOrigin.REGISTRY,
                State.MANAGED,
                12,
                1_572_864,
                130,
                Optional.empty());
    }

    /** The same where Citus has put it. */
    public static TenantEntry onNode(String schema, String node) {
        TenantEntry here = managed(schema);
        return new TenantEntry(
                here.id(),
                here.name(),
                here.origin(),
                here.state(),
                here.tables(),
                here.bytes(),
                here.applied(),
                here.problem(),
                Optional.of(node));
    }

    public static TenantEntry missing(String schema, TenantOrigin origin) {
        return new TenantEntry(TenantId.of(schema), schema, origin, State.MISSING, 0, 0, 0, Optional.empty());
    }

    public static TenantEntry unreadable(String schema, String problem) {
        return new TenantEntry(
                TenantId.of(schema), schema, TenantOrigin.REGISTRY, State.UNREADABLE, 1, 8192, 0, Optional.of(problem));
    }
}
