package io.github.pgmt.report.json;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunDatabase;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.report.text.OutgoingText;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;

/** Writes a run as JSON, tenant by tenant. The names and their order are a promise to users. */
public final class JsonReport {

    private static final int SCHEMA_VERSION = 1;

    private JsonReport() {}

    /** Writes the report and a line end; leaves the writer open. */
    public static void write(RunReport report, OutgoingText shown, Writer writer) throws IOException {
        if (report.body() instanceof PlanReport plan && plan.plan().isPresent()) {
            writer.write(PlanJson.text(plan.plan().get(), shown));
            return;
        }
        JsonFields json = new JsonFields(writer, shown);
        json.beginObject();
        writeHead(report, json);
        if (report.body() instanceof StatusReport status) {
            new StatusJson(status, json).write();
        } else if (report.body() instanceof ListReport list) {
            new ListJson(list, json).write();
        } else if (report.body() instanceof HistoryReport history) {
            new HistoryJson(history, json).write();
        } else if (report.body() instanceof DoctorReport doctor) {
            new DoctorJson(doctor, json).write();
        } else if (report.body() instanceof DriftReport drift) {
            new DriftJson(drift, json).write();
        } else if (report.body() instanceof OperationReport operation) {
            new OperationJson(operation, report.course(), json).write();
        }
        json.endObject();
        json.flush();
        writer.write('\n');
    }

    private static void writeHead(RunReport report, JsonFields json) throws IOException {
        RunHead head = report.head();
        json.name("schemaVersion").value(SCHEMA_VERSION);
        json.name("goal").identifier(head.goal());
        json.name("result").identifier(head.result().name());
        json.writeIfPresent("error", head.error());
        json.name("runId").identifier(head.runId().value());
        json.name("startedAt")
                .identifier(head.startedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        json.name("durationMs").value(head.duration().toMillis());
        json.writeIdentifierIfPresent("database", head.database());
        if (!head.databases().isEmpty()) {
            writeDatabases(report, json);
        }
        CourseJson.writePhases(report.course(), json);
    }

    private static void writeDatabases(RunReport report, JsonFields json) throws IOException {
        json.name("databases").beginArray();
        for (RunDatabase database : report.head().databases()) {
            json.beginObject();
            json.name("name").identifier(database.name());
            json.name("url").identifier(database.url());
            json.name("result").identifier(report.result(database).name());
            json.writeIfPresent("error", report.error(database));
            json.endObject();
        }
        json.endArray();
    }
}
