package io.github.pgmt.report.json;

import com.google.gson.stream.JsonWriter;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import java.io.IOException;

/** What the JSON report of a look at the tenants has after its head. */
final class StatusJson {

    private final StatusReport report;
    private final JsonFields fields;
    private final JsonWriter json;

    StatusJson(StatusReport report, JsonFields fields) {
        this.report = report;
        this.fields = fields;
        this.json = fields.json();
    }

    void write() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(report.tenantCount());
        json.name("current").value(report.count(TenantStatus.State.UP_TO_DATE));
        json.name("pendingChangesets").value(report.pendingChangeSets());
        json.endObject();
        if (report.shared().isPresent()) {
            json.name("shared");
            write(report.shared().get());
        }
        json.name("tenants").beginArray();
        for (TenantStatus tenant : report.tenants()) {
            write(tenant);
        }
        json.endArray();
    }

    private void write(TenantStatus tenant) throws IOException {
        TenantStatus.ChangeSets changeSets = tenant.changeSets();
        json.beginObject();
        json.name("schema").value(tenant.schema());
        json.name("state").value(tenant.state().name());
        json.name("applied").value(tenant.applied());
        fields.writeChangeSets("pending", changeSets.pending(), changeSets.conditional());
        fields.writeChangeSets("always", changeSets.always());
        fields.writeChangeSets("unknown", changeSets.unknown());
        if (tenant.lock().isPresent()) {
            fields.writeLock(tenant.lock().get());
        }
        fields.writeIfPresent("problem", tenant.problem());
        json.endObject();
    }
}
