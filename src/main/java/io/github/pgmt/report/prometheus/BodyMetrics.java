package io.github.pgmt.report.prometheus;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.plan.FleetPlan;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What is counted by the kind of a goal. An outcome that no tenant has is a series with a zero: without it an alarm on it would
 * have nothing to look at until it is too late.
 */
record BodyMetrics(ExpositionText text) {

    void write(OperationReport report) {
        Set<Outcome> outcomes = EnumSet.of(
                report.operation().success(false),
                Outcome.UP_TO_DATE,
                Outcome.PLANNED,
                Outcome.FAILED,
                Outcome.SKIPPED);
        report.tenants().stream().map(TenantResult::outcome).forEach(outcomes::add);
        writeTenants(counts(outcomes.toArray(Outcome[]::new), report::count));
        if (report.operation() == Operation.ROLL_BACK) {
            text.gauge("pgmt_changesets_undone", "How many changesets the goal took back.", report.changeSetsUndone());
        } else {
            text.gauge("pgmt_changesets_applied", "How many changesets the goal recorded.", report.changeSetsApplied());
        }
    }

    void write(StatusReport report) {
        writeTenants(counts(TenantStatus.State.values(), report::count));
        text.gauge(
                "pgmt_pending_changesets",
                "How many changesets are pending, in all tenants together.",
                report.pendingChangeSets());
        if (!report.shared().isEmpty()) {
            text.gauge(
                    "pgmt_shared_pending_changesets",
                    "How many changesets of the shared changelog are pending.",
                    pending(report.shared()));
        }
    }

    private static int pending(List<TenantStatus> shared) {
        return shared.stream()
                .mapToInt(status -> status.changeSets().pending().size())
                .sum();
    }

    void write(DriftReport report) {
        writeTenants(counts(TenantDrift.State.values(), report::count));
        text.gauge(
                "pgmt_tenants_drifted",
                "How many tenants differ by something that is not accepted.",
                report.count(TenantDrift.State.DRIFTED));
    }

    void write(DoctorReport report) {
        writeTenants(Map.of("examined", report.tenantCount()));
        text.gauge(
                "pgmt_findings",
                "How many findings of each severity there are.",
                "severity",
                counts(Finding.Severity.values(), report::count));
    }

    void write(FleetPlan plan) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("planned", plan.pendingTenants());
        counts.put(
                "up_to_date",
                plan.tenantCount() - plan.pendingTenants() - plan.refused().size());
        counts.put("refused", plan.refused().size());
        writeTenants(counts);
        text.gauge(
                "pgmt_pending_changesets",
                "How many changesets are pending, in all tenants together.",
                plan.pendingChangeSets());
    }

    void write(LookReport report) {
        writeTenants(counts(TenantHistory.State.values(), report::count));
    }

    private void writeTenants(Map<String, Integer> counts) {
        text.gauge("pgmt_tenants", "How many tenants came out like this.", "outcome", counts);
    }

    private static <E extends Enum<E>> Map<String, Integer> counts(E[] values, ToIntFunction<E> count) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Arrays.stream(values)
                .forEach(value -> counts.put(value.name().toLowerCase(Locale.ROOT), count.applyAsInt(value)));
        return counts;
    }
}
