package io.github.pgmt.testing;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.history.Period;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.RecordedTag;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Runs of a fleet as they might have been. */
public final class Histories {

    private Histories() {}

    public static RunReport report(HistoryReport report) {
        RunHead head = new RunHead(
                "history",
                Reports.RUN_ID,
                RunReport.Result.SUCCESS,
                Optional.empty(),
                Reports.STARTED_AT,
                Duration.ofSeconds(2),
                Optional.of(Reports.DATABASE));
        return new RunReport(head, report);
    }

    /** Of tenants that are all there are. */
    public static HistoryReport of(List<RecordedRun> runs, RecordedTenant... tenants) {
        return HistoryReport.ordered(runs, List.of(tenants), Optional.empty(), true);
    }

    /** A run of three tenants and six changesets, from noon of this day to a second later. */
    public static RecordedRun run(String id, int day, RecordedTag... tags) {
        return new RecordedRun(
                new RecordedRun.Key(Optional.empty(), Optional.of(id)), noon(day), 3, 6, 0, 0, List.of(tags));
    }

    /** A day of Liquibase's own. */
    public static RecordedRun others(int day) {
        return new RecordedRun(
                new RecordedRun.Key(Optional.of(LocalDate.of(2026, 11, day)), Optional.empty()),
                noon(day),
                2,
                200,
                2,
                1,
                List.of());
    }

    /** On changesets of noon of this day. */
    public static RecordedTag tag(String tag, int tenants, int day) {
        return new RecordedTag(tag, tenants, noon(day));
    }

    public static RecordedTenant tenant(String schema, boolean tagged) {
        return new RecordedTenant(TenantId.of(schema), State.MANAGED, 4, tagged, Optional.empty());
    }

    public static RecordedTenant unreadable(String schema, String problem) {
        return new RecordedTenant(TenantId.of(schema), State.UNREADABLE, 0, false, Optional.of(problem));
    }

    private static Period noon(int day) {
        LocalDateTime noon = LocalDateTime.of(2026, 11, day, 12, 0, 0);
        return new Period(Optional.of(noon), Optional.of(noon.plusSeconds(1)));
    }
}
