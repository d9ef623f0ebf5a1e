package io.github.pgmt.report.json;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;

/** Writes a run as JSON, tenant by tenant. The names and their order are a promise to users. */
public final class JsonReport {

    private static final int SCHEMA_VERSION = 1;

    private JsonReport() {}

    /** Writes the report and a line end; leaves the writer open. */
    public static void write(RunReport report, Writer writer) throws IOException {
        JsonWriter json = new JsonWriter(writer);
        json.setFormattingStyle(FormattingStyle.PRETTY);
        json.setHtmlSafe(false);
        JsonFields fields = new JsonFields(json);
        json.beginObject();
        writeHead(report.head(), fields);
        if (report.body() instanceof StatusReport status) {
            new StatusJson(status, fields).write();
        } else if (report.body() instanceof ListReport list) {
            new ListJson(list, fields).write();
        } else if (report.body() instanceof DoctorReport doctor) {
            new DoctorJson(doctor, fields).write();
        } else {
            new OperationJson((OperationReport) report.body(), fields).write();
        }
        json.endObject();
        json.flush();
        writer.write('\n');
    }

    private static void writeHead(RunHead head, JsonFields fields) throws IOException {
        JsonWriter json = fields.json();
        json.name("schemaVersion").value(SCHEMA_VERSION);
        json.name("goal").value(head.goal());
        json.name("result").value(head.result().name());
        fields.writeIfPresent("error", head.error());
        json.name("runId").value(head.runId().value());
        json.name("startedAt")
                .value(head.startedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        json.name("durationMs").value(head.duration().toMillis());
        fields.writeIfPresent("database", head.database());
    }
}
