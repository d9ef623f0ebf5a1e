package io.github.pgmt.report.json;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import java.io.IOException;

/** What the JSON report of an examination has after its head. */
final class DoctorJson {

    private final DoctorReport report;
    private final JsonFields json;

    DoctorJson(DoctorReport report, JsonFields json) {
        this.report = report;
        this.json = json;
    }

    void write() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(report.tenantCount());
        json.name("errors").value(report.count(Severity.ERROR));
        json.name("warnings").value(report.count(Severity.WARNING));
        json.name("infos").value(report.count(Severity.INFO));
        json.endObject();
        json.name("findings").beginArray();
        for (Finding finding : report.findings()) {
            write(finding);
        }
        json.endArray();
    }

    private void write(Finding finding) throws IOException {
        json.beginObject();
        json.name("severity").identifier(finding.severity().name());
        json.name("check").identifier(finding.check());
        json.writeIdentifiers("tenants", finding.tenants());
        json.name("message").value(finding.message());
        json.name("advice").value(finding.advice());
        json.endObject();
    }
}
