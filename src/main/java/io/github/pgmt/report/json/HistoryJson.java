package io.github.pgmt.report.json;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.history.Period;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.RecordedTag;
import io.github.pgmt.migration.outcome.RecordedTenant;
import java.io.IOException;
import java.time.format.DateTimeFormatter;

/** What the JSON report of a look at the runs has after its head. */
final class HistoryJson {

    private final HistoryReport report;
    private final JsonFields json;

    HistoryJson(HistoryReport report, JsonFields json) {
        this.report = report;
        this.json = json;
    }

    void write() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(report.tenantCount());
        json.name("runs").value(report.count(RecordedRun.Kind.RUN));
        json.name("syncs").value(report.count(RecordedRun.Kind.SYNC));
        json.name("daysOfOthers").value(report.count(RecordedRun.Kind.OTHERS));
        json.name("changesets").value(report.changeSets());
        json.endObject();
        if (report.tag().isPresent()) {
            writeTag(report.tag().get());
        }
        json.name("runs").beginArray();
        for (RecordedRun run : report.runs()) {
            write(run);
        }
        json.endArray();
        json.name("tenants").beginArray();
        for (RecordedTenant tenant : report.tenants()) {
            write(tenant);
        }
        json.endArray();
    }

    private void writeTag(String tag) throws IOException {
        json.name("tag").beginObject();
        json.name("tag").identifier(tag);
        json.name("tenants").value(report.tagged());
        write(report.taggedPeriod());
        json.writeIdentifiers("without", report.untagged());
        json.endObject();
    }

    private void write(RecordedRun run) throws IOException {
        json.beginObject();
        json.writeIdentifierIfPresent("id", run.key().id());
        json.writeIdentifierIfPresent("day", run.key().day().map(Object::toString));
        json.name("kind").identifier(run.kind().name());
        write(run.period());
        json.name("tenants").value(run.tenants());
        json.name("changesets").value(run.changeSets());
        json.name("ranAgain").value(run.ranAgain());
        json.name("markedRan").value(run.markedRan());
        json.name("tags").beginArray();
        for (RecordedTag tag : run.tags()) {
            json.beginObject();
            json.name("tag").identifier(tag.tag());
            json.name("tenants").value(tag.tenants());
            write(tag.period());
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    /** As the histories have it, which is without a time zone, and as {@code rollbackDate} takes it. */
    private void write(Period period) throws IOException {
        json.writeIdentifierIfPresent("first", period.first().map(DateTimeFormatter.ISO_LOCAL_DATE_TIME::format));
        json.writeIdentifierIfPresent("last", period.last().map(DateTimeFormatter.ISO_LOCAL_DATE_TIME::format));
    }

    private void write(RecordedTenant tenant) throws IOException {
        json.beginObject();
        json.writeTenant(tenant);
        json.name("state").identifier(tenant.state().name());
        json.name("applied").value(tenant.applied());
        if (report.tag().isPresent()) {
            json.name("tagged").value(tenant.tagged());
        }
        json.writeIfPresent("problem", tenant.problem());
        json.endObject();
    }
}
