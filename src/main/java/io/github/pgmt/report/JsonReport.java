package io.github.pgmt.report;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunReport;
import io.github.pgmt.migration.TenantResult;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Writes a run as JSON, tenant by tenant. The names and their order are a promise to users. */
final class JsonReport {

    private static final int SCHEMA_VERSION = 1;

    private final RunReport report;
    private final JsonWriter json;

    private JsonReport(RunReport report, JsonWriter json) {
        this.report = report;
        this.json = json;
    }

    /** Writes the report and a line end; leaves the writer open. */
    static void write(RunReport report, Writer writer) throws IOException {
        JsonWriter json = new JsonWriter(writer);
        json.setFormattingStyle(FormattingStyle.PRETTY);
        json.setHtmlSafe(false);
        new JsonReport(report, json).writeRun();
        json.flush();
        writer.write('\n');
    }

    private void writeRun() throws IOException {
        json.beginObject();
        json.name("schemaVersion").value(SCHEMA_VERSION);
        json.name("goal").value(report.goal());
        json.name("result").value(report.result().name());
        writeIfPresent("error", report.error());
        json.name("runId").value(report.runId().value());
        json.name("startedAt")
                .value(report.startedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        json.name("durationMs").value(report.duration().toMillis());
        writeIfPresent("database", report.database());
        writeSummary();
        json.name("outside").beginArray();
        for (String object : report.outside()) {
            json.value(object);
        }
        json.endArray();
        writeTenants();
        json.endObject();
    }

    private void writeSummary() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(report.tenants().size());
        json.name("migrated").value(report.count(Outcome.MIGRATED));
        json.name("upToDate").value(report.count(Outcome.UP_TO_DATE));
        if (report.dryRun()) {
            json.name("planned").value(report.count(Outcome.PLANNED));
        }
        json.name("failed").value(report.count(Outcome.FAILED));
        json.name("skipped").value(report.count(Outcome.SKIPPED));
        json.name("changesetsApplied").value(report.changeSetsApplied());
        json.endObject();
    }

    private void writeTenants() throws IOException {
        json.name("tenants").beginArray();
        for (TenantResult tenant : report.tenants()) {
            writeTenant(tenant);
        }
        json.endArray();
    }

    private void writeTenant(TenantResult tenant) throws IOException {
        json.beginObject();
        json.name("schema").value(tenant.schema());
        json.name("outcome").value(tenant.outcome().name());
        json.name("durationMs").value(tenant.duration().toMillis());
        writeChangeSets("applied", tenant.changeSets().applied());
        writeChangeSets("notRun", tenant.changeSets().notRun());
        writeChangeSets("always", tenant.changeSets().always());
        if (report.dryRun()) {
            writeChangeSets("pending", tenant.changeSets().pending());
        }
        if (tenant.failure().isPresent()) {
            writeFailure(tenant.failure().get());
        }
        json.endObject();
    }

    private void writeFailure(Failure failure) throws IOException {
        json.name("error").beginObject();
        json.name("kind").value(failure.kind().name());
        writeIfPresent("changeset", failure.changeSet().map(ChangeSetId::toString));
        writeIfPresent("sqlState", failure.sqlState());
        json.name("message").value(failure.message());
        json.endObject();
    }

    private void writeChangeSets(String name, List<ChangeSetId> changeSets) throws IOException {
        json.name(name).beginArray();
        for (ChangeSetId changeSet : changeSets) {
            json.beginObject();
            json.name("id").value(changeSet.id());
            json.name("author").value(changeSet.author());
            json.name("file").value(changeSet.file());
            json.endObject();
        }
        json.endArray();
    }

    private void writeIfPresent(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.name(name).value(value.get());
        }
    }
}
