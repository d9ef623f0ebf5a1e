package io.github.pgmt.report.prometheus;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunDatabase;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.report.text.OutgoingText;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the numbers of a run for the textfile collector of Prometheus' node_exporter. How many series there are does not depend
 * on the number of tenants.
 */
public final class PrometheusReport {

    private static final int MILLIS = 3;

    private final RunReport report;
    private final OutgoingText shown;
    private final ExpositionText text;

    private PrometheusReport(RunReport report, OutgoingText shown) {
        this.report = report;
        this.shown = shown;
        this.text = new ExpositionText(report.goal());
    }

    /** Writes the report; leaves the writer open. */
    public static void write(RunReport report, OutgoingText shown, Writer writer) throws IOException {
        PrometheusReport metrics = new PrometheusReport(report, shown);
        metrics.writeRun();
        metrics.writeDatabases();
        if (metrics.cameToTenants()) {
            metrics.write(report.body());
        }
        writer.write(metrics.text.toString());
    }

    private void writeRun() {
        Instant end = report.startedAt().plus(report.duration());
        text.gauge(
                "pgmt_run_timestamp_seconds",
                "When the goal last ended, in seconds since 1970.",
                seconds(end.toEpochMilli()));
        text.gauge(
                "pgmt_run_duration_seconds",
                "How long the goal took, without the start of Maven.",
                seconds(report.duration().toMillis()));
        text.gauge(
                "pgmt_run_success",
                "Whether the result of the goal is SUCCESS.",
                zeroOrOne(report.result() == RunReport.Result.SUCCESS));
    }

    private static BigDecimal seconds(long millis) {
        return BigDecimal.valueOf(millis, MILLIS);
    }

    private static int zeroOrOne(boolean condition) {
        return condition ? 1 : 0;
    }

    private void writeDatabases() {
        Map<String, Integer> databases = new LinkedHashMap<>();
        for (RunDatabase database : report.head().databases()) {
            databases.put(shown.name(database.name()), zeroOrOne(report.result(database) == RunReport.Result.SUCCESS));
        }
        if (!databases.isEmpty()) {
            text.gauge(
                    "pgmt_database_success",
                    "Whether the result of a listed database is SUCCESS.",
                    "database",
                    databases);
        }
    }

    /** Of a run that ended before, zeros would be taken for good news. */
    private boolean cameToTenants() {
        return report.error().isEmpty() || report.tenantCount() > 0;
    }

    private void write(GoalReport body) {
        BodyMetrics metrics = new BodyMetrics(text);
        if (body instanceof OperationReport operation) {
            metrics.write(operation);
        } else if (body instanceof StatusReport status) {
            metrics.write(status);
        } else if (body instanceof DriftReport drift) {
            metrics.write(drift);
        } else if (body instanceof DoctorReport doctor) {
            metrics.write(doctor);
        } else if (body instanceof PlanReport made) {
            made.plan().ifPresent(metrics::write);
        } else {
            metrics.write((LookReport) body);
        }
    }
}
